package org.cimlet.estimate.gpu;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Program;

/// The passes of a server, hundreds of thousands of them: each is what [GpuPass#of] says, and what
/// depends on the number of tokens alone is worked out once for each number, or by several threads
/// at the same time.
public final class GpuSteps {
  private final GpuDevices devices;
  private final Program program;
  private final Map<Block, Integer> layers;
  private volatile AtomicReferenceArray<GpuPass> linears = new AtomicReferenceArray<>(1024);

  /// @param program with norms, activations and residuals done where the products are
  public GpuSteps(GpuDevices devices, Program program) {
    this.devices = devices;
    this.program = program;
    layers = GpuPass.equalLayers(program);
  }

  /// A pass of whole tokens.
  public GpuPass pass(GpuBatch batch) {
    return GpuPass.of(devices, program, layers, linears((int) batch.tokens()), batch);
  }

  private GpuPass linears(int tokens) {
    AtomicReferenceArray<GpuPass> kept = linears;
    if (tokens >= kept.length()) {
      kept = grown(tokens);
    }
    GpuPass known = kept.get(tokens);
    if (known == null) {
      known = GpuPass.linears(devices, program, layers, tokens);
      kept.set(tokens, known);
    }
    return known;
  }

  private synchronized AtomicReferenceArray<GpuPass> grown(int tokens) {
    AtomicReferenceArray<GpuPass> before = linears;
    if (tokens < before.length()) {
      return before;
    }
    AtomicReferenceArray<GpuPass> more =
        new AtomicReferenceArray<>(Math.max(tokens + 1, 2 * before.length()));
    for (int i = 0; i < before.length(); i++) {
      more.setPlain(i, before.get(i));
    }
    linears = more;
    return more;
  }

  /// The devices.
  public GpuDevices devices() {
    return devices;
  }

  /// Room for keys and values beside the weights, all devices together; at most 0 where the weights
  /// leave none.
  ///
  /// @param memoryShare of the devices' memory that the server may use
  public double cacheRoomBytes(double memoryShare) {
    return memoryShare * devices.count() * devices.gpu().memoryBytes()
        - devices.weightBytes(program);
  }

  /// Bytes of keys and values of one sequence, all devices together.
  public double cacheBytes(int context) {
    return devices.cacheBytes(program, context);
  }
}
