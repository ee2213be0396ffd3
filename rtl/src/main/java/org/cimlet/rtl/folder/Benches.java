package org.cimlet.rtl.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cimlet.rtl.part.Design;
import org.cimlet.rtl.part.Part;
import org.cimlet.rtl.verilog.Port;
import org.cimlet.rtl.verilog.VerilogModule;

/// Benches that check themselves: one in Verilog for any simulator, one in C++ for Verilator.
final class Benches {
  /// What Verilog prints a number by.
  private static final String DECIMAL = "%0" + "d";

  private Benches() {}

  private static boolean hasClock(VerilogModule top) {
    return top.ports().stream().anyMatch(Cycles::isClock);
  }

  private static String range(Port port) {
    int width = port.name().width();
    return width == 1 ? "" : "[%s:0] ".formatted(width - 1);
  }

  /// The bench in Verilog: part and specification on the same golden vectors.
  static String verilog(VerilogModule top, Cycles cycles) {
    StringBuilder declared = new StringBuilder();
    StringBuilder driven = new StringBuilder();
    List<String> looked = new ArrayList<>();
    int low = cycles.lineDigits() * 4;
    for (Port port : cycles.inputs()) {
      low -= 4 * Cycles.digits(port);
      declared.append("  reg %s%s;\n".formatted(range(port), port.name().name()));
      driven.append(
          "      %s = line[%s +: %s];\n".formatted(port.name().name(), low, port.name().width()));
    }
    for (Port port : cycles.outputs()) {
      int care = low - 4;
      low = care - 4 * Cycles.digits(port);
      String name = port.name().name();
      declared.append("  wire %s%s, %s_spec;\n".formatted(range(port), name, name));
      String golden = "line[%s +: %s]".formatted(low, port.name().width());
      looked.add(
          """
                if (line[CARE]) begin
                  looked = 1;
                  if (PORT !== GOLDEN || PORT_spec !== GOLDEN) begin
                    wrong = 1;
                    if (failed < 10)
                      $display("line DECIMAL: PORT must be %h, got %h, specification %h",
                               i + 1, GOLDEN, PORT, PORT_spec);
                  end
                end
          """
              .replace("DECIMAL", DECIMAL)
              .replace("CARE", Integer.toString(care))
              .replace("GOLDEN", golden)
              .replace("PORT", name));
    }
    String clock = hasClock(top) ? "  reg clock = 0;\n" : "";
    String edge = hasClock(top) ? "      #1 clock = 1;\n      #5 clock = 0;\n" : "";
    return """
    // Drives NAME and NAME_spec with the golden vectors and compares both with them.
    `timescale 1ns / 1ps
    module NAME_bench;
      reg [TOP:0] lines [0:LAST];
      reg [TOP:0] line;
      integer i, passed, failed;
      reg looked, wrong;
    DECLARED
      NAME part (CONNECTED);
      NAME_spec specification (SPECIFIED);

      initial begin
        $readmemh("vectors.hex", lines);
        passed = 0;
        failed = 0;
        for (i = 0; i <= LAST; i = i + 1) begin
          line = lines[i];
    DRIVEN      #4;
          looked = 0;
          wrong = 0;
    LOOKED      if (looked & wrong) failed = failed + 1;
          if (looked & ~wrong) passed = passed + 1;
    EDGE    end
        $display("DECIMAL passed, DECIMAL failed", passed, failed);
        $finish;
      end
    endmodule
    """
        .replace("DECIMAL", DECIMAL)
        .replace("DECLARED", (clock + declared).stripTrailing())
        .replace("DRIVEN", driven)
        .replace("LOOKED", String.join("", looked))
        .replace("EDGE", edge)
        .replace("CONNECTED", connected(top, ""))
        .replace("SPECIFIED", connected(top, "_spec"))
        .replace("NAME", top.name())
        .replace("TOP", Integer.toString(cycles.lineDigits() * 4 - 1))
        .replace("LAST", Integer.toString(cycles.size() - 1));
  }

  private static String connected(VerilogModule top, String suffix) {
    return top.ports().stream()
        .map(port -> port.name().name())
        .map(name -> ".%s(%s%s)".formatted(name, name, top.port(name).isOutput() ? suffix : ""))
        .collect(Collectors.joining(", "));
  }

  /// The bench in C++: the golden vectors, then what only a fast simulator can do.
  static String verilator(VerilogModule top, Cycles cycles, Part part, Design design) {
    StringBuilder driven = new StringBuilder();
    StringBuilder looked = new StringBuilder();
    for (Port port : cycles.inputs()) {
      driven.append("    drive(top.%s, line);\n".formatted(port.name().name()));
    }
    for (Port port : cycles.outputs()) {
      looked.append(
          "    good &= matches(top.%s, line, %s, looked);\n"
              .formatted(port.name().name(), port.name().width()));
    }
    String more = MoreThanVectors.of(part, design);
    String row =
        switch (part) {
          case MASK_DECODER, BUTTERFLY, ZERO_SKIPPER, ADDER_TREE -> "";
          case MACRO_EDGE, BIT_SERIAL_EDGE -> "valid";
          case MACRO -> "read";
        };
    return """
    // Drives NAME with the golden vectors, then with MORE.
    #include <cstdint>
    #include <cstdio>
    #include <cstdlib>
    #include <fstream>
    #include <sstream>
    #include <string>
    #include <vector>
    #include "VNAME.h"
    #include "verilated.h"

    static VNAME top;
    static long passed = 0, failed = 0, rows = 0;

    using Words = std::vector<uint32_t>;

    // The next field of a line, hexadecimal, in words of 32 bits, the lowest first.
    static Words field(std::istringstream& line) {
      std::string digits;
      std::getline(line, digits, '_');
      Words words;
      for (size_t end = digits.size(); end > 0; end -= end < 8 ? end : 8) {
        size_t from = end < 8 ? 0 : end - 8;
        words.push_back(uint32_t(std::stoul(digits.substr(from, end - from), nullptr, 16)));
      }
      return words;
    }

    template <typename T> static void set(T& port, const Words& words) {
      uint64_t value = words[0];
      if (words.size() > 1) value |= uint64_t(words[1]) << 32;
      port = T(value);
    }
    template <std::size_t N> static void set(VlWide<N>& port, const Words& words) {
      for (std::size_t i = 0; i < N; ++i) port[i] = words[i];
    }
    template <typename T> static Words get(const T& port, int width) {
      uint64_t value = port;
      Words words{uint32_t(value)};
      if (width > 32) words.push_back(uint32_t(value >> 32));
      return words;
    }
    template <std::size_t N> static Words get(const VlWide<N>& port, int) {
      Words words;
      for (std::size_t i = 0; i < N; ++i) words.push_back(port[i]);
      return words;
    }

    template <typename T> static void drive(T& port, std::istringstream& line) {
      set(port, field(line));
    }
    template <typename T>
    static bool matches(const T& port, std::istringstream& line, int width, bool& looked) {
      bool asked = field(line)[0] != 0;
      Words golden = field(line);
      looked |= asked;
      return !asked || get(port, width) == golden;
    }

    static void edge() {
    EDGE}

    static void vectors() {
      std::ifstream file("vectors.hex");
      std::string text;
      while (std::getline(file, text)) {
        std::istringstream line(text);
        bool looked = false, good = true;
    DRIVEN    top.eval();
    COUNTEDLOOKED    if (looked) ++(good ? passed : failed);
        edge();
      }
    }

    // Random numbers (xorshift), the same in every run.
    static uint64_t state = 88172645463325252ull;
    static inline uint64_t random64() {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      return state;
    }

    BODY
    int main(int argc, char** argv) {
      Verilated::commandArgs(argc, argv);
      long count = argc > 1 ? std::atol(argv[1]) : DEFAULT;
      vectors();
      std::printf("golden vectors: %ld passed, %ld failedROWS\\n", passed, failedREAD);
      more(count);
      std::printf("%ld passed, %ld failed\\n", passed, failed);
      return failed == 0 && passed > 0 ? 0 : 1;
    }
    """
        .replace("EDGE", hasClock(top) ? "  top.clock = 1;\n  top.eval();\n  top.clock = 0;\n" : "")
        .replace("DRIVEN", driven)
        .replace("COUNTED", row.isEmpty() ? "" : "    if (top.%s) ++rows;\n".formatted(row))
        .replace("LOOKED", looked)
        .replace("ROWS", row.isEmpty() ? "" : ", %ld clocks with a row")
        .replace("READ", row.isEmpty() ? "" : ", rows")
        .replace("BODY", more)
        .replace("DEFAULT", Long.toString(MoreThanVectors.usual(part, design)))
        .replace("MORE", MoreThanVectors.summary(part))
        .replace("NAME", top.name());
  }
}
