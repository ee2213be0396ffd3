package org.cimlet.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The resource `network.torchscript` as the archive PyTorch loads: a zip of the code, one pickled
/// object without attributes, no constants.
///
/// So a whole step is one call into the library, with every operation the library has, whereas
/// DJL's own arrays know neither bfloat16 nor `topk` with gradients, and cross into it hundreds of
/// times.
final class TorchProgram {
  private static final String CODE = "network.torchscript";

  private TorchProgram() {}

  static byte[] archive() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        InputStream code = TorchProgram.class.getResourceAsStream(CODE)) {
      if (code == null) {
        throw new IllegalStateException("no resource " + CODE);
      }
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "code/__torch__.py", code.readAllBytes());
      put(zip, "data.pkl", pickledObject());
      put(zip, "constants.pkl", latin1("\u0080\u0002)."));
      put(zip, "version", latin1("3\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Protocol 2: class, empty arguments, new object, state `{training: true}`, build, stop.
  private static byte[] pickledObject() {
    return latin1(
        "\u0080\u0002c__torch__\nNet\n)\u0081}(X\u0008\u0000\u0000\u0000training\u0088ub.");
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry("network/" + name);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
