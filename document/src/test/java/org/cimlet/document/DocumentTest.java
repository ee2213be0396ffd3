package org.cimlet.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cimlet.diagnostic.Diagnostic;
import org.cimlet.diagnostic.InvalidInputException;
import org.cimlet.document.Document.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DocumentTest {
  @TempDir Path folder;

  @Test
  void everyJsonValueKnowsItsPlace() {
    Document document =
        Document.parse(
            "m.json", "{\n  \"a\": [1, true,\n null],\n  \"b\": {\"c\": \"x\"}}", Format.JSON);
    JsonNode root = document.root();
    assertThat(place(document, root)).isEqualTo("1:1");
    assertThat(place(document, root.get("a"))).isEqualTo("2:8");
    assertThat(place(document, root.get("a").get(1))).isEqualTo("2:12");
    assertThat(place(document, root.get("a").get(2))).isEqualTo("3:2");
    assertThat(place(document, root.get("b").get("c"))).isEqualTo("4:14");
  }

  /// A pipe that nobody writes into would be waited for without end.
  @Test
  void aPipeIsRefused() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.json");
    int made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    } catch (IOException e) {
      made = -1;
    }
    assumeTrue(made == 0, "needs mkfifo");
    assertThatThrownBy(() -> Document.read(pipe))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("pipe.json: must be a regular file, got a pipe or a device");
  }

  /// The system calls it too many levels, or nothing there.
  @Test
  void aLinkThatLeadsToNoFileIsCalledSo() throws IOException {
    for (String to : new String[] {"round.json", "nothing.json"}) {
      Path link = Files.createSymbolicLink(folder.resolve("round.json"), folder.resolve(to));
      assertThatThrownBy(() -> InputFile.text(link, 100))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(
              "round.json: must be a file, got a symbolic link that leads to none");
      Files.delete(link);
    }
  }

  @Test
  void aTextIsUtf8WithoutItsMark() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "\uFEFFone");
    assertThat(InputFile.text(file, 100)).isEqualTo("one");
    Files.write(file, new byte[] {'a', '\n', 'b', (byte) 0xE9});
    assertThatThrownBy(() -> InputFile.text(file, 100))
        .hasMessageContaining("a.txt:2:2: must be UTF-8 text, got the byte 0xE9");
  }

  @Test
  void everyYamlValueKnowsItsPlace() {
    Document document =
        Document.parse(
            "m.yaml", "# head\nchiplet:\n  macro:\n    depth: 7\n  links: [1, 2]\n", Format.YAML);
    JsonNode chiplet = document.root().get("chiplet");
    assertThat(place(document, chiplet)).isEqualTo("3:3");
    assertThat(place(document, chiplet.get("macro").get("depth"))).isEqualTo("4:12");
    assertThat(place(document, chiplet.get("links").get(1))).isEqualTo("5:14");
  }

  @Test
  void aKeyCanBeBlamedApartFromItsValue() {
    Document document = Document.parse("m.json", "{\"a\": {\n \"wrong\": 1}}", Format.JSON);
    JsonNode inner = document.root().get("a");
    assertThat(document.atKey(inner, "wrong", "a.wrong", "must be a known key"))
        .hasToString("m.json:2:2: a.wrong: must be a known key");
    assertThat(document.at(inner.get("wrong"), "a.wrong", "must be 2, got 1"))
        .hasToString("m.json:2:11: a.wrong: must be 2, got 1");
  }

  @Test
  void integersOfAnySizeStayIntegersAndFractionsStayFractions() {
    JsonNode root =
        Document.parse(
                "n.json",
                "{\"int\": 7, \"long\": 2147483648, \"big\": 99999999999999999999,"
                    + " \"half\": 3.7, \"round\": 4096.0, \"power\": 1e3}",
                Format.JSON)
            .root();
    assertThat(root.get("int").isInt()).isTrue();
    assertThat(root.get("long").isLong()).isTrue();
    assertThat(root.get("long").longValue()).isEqualTo(2_147_483_648L);
    assertThat(root.get("big").bigIntegerValue()).isEqualTo("99999999999999999999");
    for (String fraction : new String[] {"half", "round", "power"}) {
      assertThat(root.get(fraction).isIntegralNumber()).as(fraction).isFalse();
      assertThat(root.get(fraction).isDouble()).as(fraction).isTrue();
    }
    assertThat(root.get("half").doubleValue()).isEqualTo(3.7);
  }

  @Test
  void yamlNumbersAreReadLikeJsonNumbers() {
    JsonNode root =
        Document.parse(
                "n.yaml",
                "int: 7\n"
                    + "long: 2147483648\n"
                    + "round: 4096.0\n"
                    + "power: 1e3\n"
                    + "quoted: '7'\n"
                    + "no: no\n"
                    + "nothing:\n",
                Format.YAML)
            .root();
    assertThat(root.get("int").isInt()).isTrue();
    assertThat(root.get("long").isLong()).isTrue();
    assertThat(root.get("round").isIntegralNumber()).isFalse();
    assertThat(root.get("power").isIntegralNumber()).isFalse();
    assertThat(root.get("quoted").isString()).isTrue();
    assertThat(root.get("no").stringValue()).isEqualTo("no");
    assertThat(root.get("nothing").isNull()).isTrue();
  }

  @Test
  void everyDuplicateKeyIsReportedAtItsPlace() {
    assertThat(fault("{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2},\n \"a\": 3}", Format.JSON))
        .isEqualTo(
            """
            t.json:2:16: b.c: must be given once, got it at line 2 already; remove one
            t.json:3:2: a: must be given once, got it at line 1 already; remove one\
            """);
    assertThat(fault("a:\n  b: 1\n  b: 2\n", Format.YAML))
        .isEqualTo("t.yaml:3:3: a.b: must be given once, got it at line 2 already; remove one");
  }

  @Test
  void yamlThatWouldBeMisreadIsRefused() {
    assertThat(fault("a: &x 1\nb: *x\n", Format.YAML))
        .isEqualTo(
            "t.yaml:2:4: b: must be written out, got the YAML alias *x; aliases are not read");
    assertThat(fault("a:\n  <<: {b: 1}\n", Format.YAML))
        .isEqualTo("t.yaml:2:3: a.<<: must not be a YAML merge key, got <<; write the keys out");
    assertThat(fault("a: !!int 3\n", Format.YAML))
        .isEqualTo("t.yaml:1:4: a: must not carry a YAML tag, got one; remove the tag");
    assertThat(fault("a:\n  b: !!binary aGk=\n", Format.YAML))
        .isEqualTo("t.yaml:2:6: a.b: must not carry a YAML tag, got one; remove the tag");
    assertThat(fault("a: 1\n---\nb: 2\n", Format.YAML))
        .isEqualTo(
            "t.yaml:3:1: must hold one object only, got more after its end; remove what follows");
  }

  @Test
  void bytes_in_the_file_of_another_program_are_told_once() {
    assertThat(told(() -> TreeReader.foreign("t.yaml", "a:\n  b: !!binary aGk=\n").read()))
        .isEqualTo("t.yaml:2:6: a.b: must not carry a YAML tag, got one; remove the tag");
    assertThat(TreeReader.foreign("t.yaml", "a: !Tag {b: 1}\n").read().root().has("a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "~", "True", "NULL", "0x10", "0o17", "017", "1_000", "+5", ".5", "-.5e3", "0b11", "-.INF"
      })
  void yamlScalarsOnWhichReadersDisagreeAreRefusedUnlessQuoted(String scalar) {
    assertThat(fault("a: [x, " + scalar + "]\n", Format.YAML))
        .startsWith(
            "t.yaml:1:8: a[1]: must be spelled so that all YAML readers agree, got " + scalar);
    JsonNode quoted = Document.parse("t.yaml", "a: '" + scalar + "'\n", Format.YAML).root();
    assertThat(quoted.get("a").stringValue()).isEqualTo(scalar);
  }

  @Test
  void numbersBeyondTheFiniteAreRefused() {
    assertThat(fault("{\"a\": [0, 1e999]}", Format.JSON))
        .isEqualTo("t.json:1:11: a[1]: must be a finite number, got 1e999; write one below 1e308");
    assertThat(fault("a: .inf\nb: .nan\n", Format.YAML))
        .isEqualTo(
            """
            t.yaml:1:4: a: must be a finite number, got .inf; write one below 1e308
            t.yaml:2:4: b: must be a finite number, got .nan; write one below 1e308\
            """);
  }

  @Test
  void anIntegerThatNoDoubleHoldsIsRefused() {
    for (Format format : Format.values()) {
      assertThat(fault("{\"a\": [1, 1" + "0".repeat(400) + "]}", format))
          .endsWith("a[1]: must be a finite number, got one of 401 digits; write one below 1e308");
    }
  }

  @Test
  void whatPythonWritesForNumbersThatAreNotFiniteIsAText() {
    JsonNode root =
        Document.parse("t", "{\"a\": [0.0, Infinity], \"b\": NaN, \"c\": -Infinity}", Format.JSON)
            .root();
    assertThat(root.path("a").path(1).stringValue()).isEqualTo("Infinity");
    assertThat(root.path("b").stringValue()).isEqualTo("NaN");
    assertThat(root.path("c").stringValue()).isEqualTo("-Infinity");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1,}",
        "{\"a\": 1 \"b\": 2}",
        "{\"a\": 1",
        "{a: 1}",
        "{\"a\": tru}",
        "[1,2",
        "{\"a\": 01}",
        "{\"a\": 'x'}",
        "{\"a\": \"x\ny\"}",
        "{\"a\": // c\n1}",
        "{\"a\": \"\\x\"}",
        "{\"a\": .5}",
        "{\"a\": 1.}",
        "{\"a\": -}",
        "{]}",
        "\"x",
        "{\"a\"=1}",
        "{\"a\": +1}",
        "nope",
        "{\"a\": /*",
        "{\"a\": 1} x",
        "\u0001"
      })
  void malformedJsonIsToldWithoutTheParsersJargon(String text) {
    assertThat(fault(text, Format.JSON))
        .matches(
            "t\\.json:[1-9]\\d*:[1-9]\\d*: must be well-formed JSON, got a fault: [^\\n]{5,};"
                + " correct the text at or just before this place")
        .doesNotContainIgnoringCase("jackson", "feature", "redacted", "`", "source");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\nb: [1, 2\nc: 3\n",
        "? [x]\n: 1\n",
        "a: 1\n\tb: 2\n",
        "a: 1\n  b: 2\n",
        "a: \"x\n",
        "a: @x\n",
        "a: \u0001",
        "a: 1\n...\nx",
        "a: *unknown",
        "a: 'x'y",
        "{a: 1",
        "a: [1}"
      })
  void malformedYamlIsToldWithoutTheParsersJargon(String text) {
    assertThat(fault(text, Format.YAML))
        .matches("t\\.yaml:[1-9]\\d*:[1-9]\\d*: (a: )?must be [^\\n]+")
        .doesNotContainIgnoringCase("jackson", "feature", "redacted", "`", "in reader");
  }

  @Test
  void malformedTextIsBlamedWhereItBreaks() {
    assertThat(fault("{\n  \"a\": 1,\n}", Format.JSON)).startsWith("t.json:3:1: ");
    assertThat(fault("{\"a\": 1", Format.JSON)).startsWith("t.json:1:8: ");
    assertThat(fault("a: 1\n\tb: 2\n", Format.YAML)).startsWith("t.yaml:2:1: ");
    assertThat(fault("a: \"x\n", Format.YAML)).startsWith("t.yaml:2:1: ");
  }

  @Test
  void textsThatNestWithoutEndAreRefused() {
    assertThat(fault("{\"a\": " + "[".repeat(100_000), Format.JSON)).contains("nesting depth");
    assertThat(fault("a: " + "[".repeat(100_000), Format.YAML)).contains("nesting depth");
    assertThat(fault("{\"a\": " + "9".repeat(5_000) + "}", Format.JSON)).contains("length (5000)");
  }

  @Test
  void emptyTextsAndRootsThatAreNoObjectAreRefused() {
    assertThat(fault(" \n", Format.JSON))
        .isEqualTo(
            "t.json: must hold a JSON object, got an empty text; write one or check the path");
    assertThat(fault("# nothing\n", Format.YAML)).contains("got an empty text");
    assertThat(fault("[1]", Format.JSON))
        .isEqualTo("t.json:1:1: must hold a JSON object, got a list; write keys with their values");
    assertThat(fault("just words\n", Format.YAML))
        .isEqualTo(
            "t.yaml:1:1: must hold a YAML object, got a single value; write keys with their"
                + " values");
  }

  @Test
  void aFileIsReadByItsExtension() throws IOException {
    assertThat(Document.read(write("a.json", "{\"a\": 1}")).root().get("a").intValue()).isOne();
    assertThat(Document.read(write("a.YAML", "a: 1")).root().get("a").intValue()).isOne();
    assertThat(Document.read(write("a.yml", "\uFEFFa: 1")).root().get("a").intValue()).isOne();
    assertThat(faultOf(write("a.txt", "{}")))
        .endsWith(
            "a.txt: must end in .json, .yaml or .yml, got a.txt; rename it after what it holds");
  }

  @Test
  void filesThatCannotBeReadAreRefused() throws IOException {
    assertThat(faultOf(folder.resolve("none.json")))
        .endsWith("none.json: must be a file, got no such file; check the path");
    assertThat(faultOf(folder)).endsWith(": must be a file, got a folder; name a file in it");
    Path latin = folder.resolve("latin.json");
    Files.write(latin, "{\"a\":\n \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(faultOf(latin))
        .endsWith("latin.json:2:3: must be UTF-8 text, got the byte 0xE9; save it as UTF-8");
    Path cut = folder.resolve("cut.json");
    Files.write(cut, new byte[] {'{', (byte) 0xE2, (byte) 0x82});
    assertThat(faultOf(cut)).contains("cut.json:1:2: must be UTF-8 text, got the byte 0xE2");
  }

  @Test
  void filesBeyondTheLimitAreRefusedUnread() throws IOException {
    assertThat(faultOf(write("big.json", " ".repeat((16 << 20) + 1))))
        .endsWith("big.json: must be at most 16 MiB, got more; check that this is the right file");
    assertThat(faultOf(write("big.yaml", "#" + " ".repeat(2 << 20))))
        .contains("must be at most 2 MiB");
    // the largest YAML that is let in is really read
    String filler = "#".repeat(1023) + "\n";
    Document large = Document.read(write("large.yaml", filler.repeat(2047) + "a: 1\n"));
    assertThat(large.line(large.root())).isEqualTo(2048);
  }

  @Test
  void characterOutsideTheBasicPlaneMayStandAnywhere() {
    // the YAML parser reads in steps of about 1024 characters
    for (int before = 1000; before < 1050; before++) {
      String value = "x".repeat(before) + "🧮".repeat(1100);
      assertThat(
              Document.parse("t.yaml", "a: " + value, Format.YAML).root().path("a").stringValue())
          .isEqualTo(value);
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String place(Document document, JsonNode node) {
    return document.line(node) + ":" + document.column(node);
  }

  private static String fault(String text, Format format) {
    String name = format == Format.JSON ? "t.json" : "t.yaml";
    return told(() -> Document.parse(name, text, format));
  }

  private static String faultOf(Path file) {
    return told(() -> Document.read(file));
  }

  private static String told(ThrowingCallable reading) {
    return catchThrowableOfType(InvalidInputException.class, reading).diagnostics().stream()
        .map(Diagnostic::toString)
        .collect(Collectors.joining("\n"));
  }
}
