package org.cimlet.estimate.gpu;

import org.cimlet.estimate.timing.PrefillShape;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.Linear;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Program;

/// One pass through all layers on GPUs: a decode step of a batch, or the prefill of prompts.
///
/// Kernels run one after the other and read nothing ahead, so each takes the longer of its memory
/// time and its arithmetic, and the pass takes their sum.
public final class GpuPass {
  /// After attention and after the feed-forward the devices add up their partial results.
  private static final int ALL_REDUCES_PER_LAYER = 2;

  private final GpuDevices devices;
  private final Program program;
  private double bytes;
  private double operations;
  private double memoryS;
  private double computeS;
  private double linkS;
  private double launchS;

  private GpuPass(GpuDevices devices, Program program) {
    this.devices = devices;
    this.program = program;
  }

  /// One token for each of `batch` sequences with `context` tokens cached.
  public static GpuPass decode(GpuDevices devices, Program program, long batch, int context) {
    GpuPass pass = new GpuPass(devices, program);
    for (Block block : program.layers()) {
      AttentionWork work = block.attention();
      double macs = (double) batch * work.macs(context);
      pass.attend(macs, (double) batch * work.cachedElements(context));
      pass.local(block, (double) batch, (double) batch);
      pass.layer(block, (double) batch);
    }
    pass.head((double) batch);
    return pass;
  }

  /// `prompts` prompts of `tokens` tokens each, and the first token of their answers.
  public static GpuPass prefill(GpuDevices devices, Program program, long prompts, int tokens) {
    GpuPass pass = new GpuPass(devices, program);
    double all = (double) prompts * tokens;
    for (Block block : program.layers()) {
      double macs = 0;
      for (AttentionWork.WindowGroup reach : block.attention().windowGroups()) {
        macs +=
            prompts * PrefillShape.attended(tokens, reach.window()) * block.attention().macs(reach);
      }
      pass.attend(macs, all * block.attention().cacheElements());
      pass.local(block, all, (double) prompts);
      pass.layer(block, all);
    }
    pass.head((double) prompts);
    return pass;
  }

  /// Copies that at least one of `tokens` tokens uses, if each token picks its own at random.
  static double copiesTouched(Linear linear, double tokens) {
    double unused = 1 - (double) linear.activeCopies() / linear.copies();
    return linear.copies() * (1 - Math.pow(unused, tokens));
  }

  /// @param macs multiply-accumulates
  /// @param moved elements of keys and values read or written
  private void attend(double macs, double moved) {
    kernel(moved * devices.cacheBits() / 8, 2 * macs, devices.attentionOpsPerS());
  }

  /// Work with a state of each sequence, or element by element.
  private void local(Block block, double tokens, double sequences) {
    for (LocalWork work : block.localWork()) {
      double moved = sequences * work.stateBits() / 8;
      kernel(moved, tokens * work.operations(), devices.attentionOpsPerS());
    }
  }

  private void layer(Block block, double tokens) {
    for (Linear linear : block.linears()) {
      multiply(linear, tokens);
    }
    linkS += ALL_REDUCES_PER_LAYER * devices.allReduceS(tokens, program.hiddenSize());
    launchS += devices.gpu().layerOverheadS();
  }

  private void head(double tokens) {
    for (Linear linear : program.head().fusedLinears().getFirst().linears()) {
      multiply(linear, tokens);
    }
  }

  private void multiply(Linear linear, double tokens) {
    double copyWeights = (double) linear.outputs() * linear.inputs();
    kernel(
        copyWeights * copiesTouched(linear, tokens) * devices.weightBits() / 8,
        2 * copyWeights * linear.activeCopies() * tokens,
        devices.weightOpsPerS());
  }

  private void kernel(double kernelBytes, double kernelOperations, double opsPerS) {
    bytes += kernelBytes;
    operations += kernelOperations;
    double memory = kernelBytes / devices.bytesPerS();
    double compute = kernelOperations / opsPerS;
    if (memory >= compute) {
      memoryS += memory;
    } else {
      computeS += compute;
    }
  }

  public double seconds() {
    return memoryS + computeS + linkS + launchS;
  }

  /// Bytes read from the devices' memories.
  public double bytes() {
    return bytes;
  }

  /// Multiplies and adds, each one operation.
  public double operations() {
    return operations;
  }

  /// What the largest part of the time goes to.
  public String bottleneck() {
    double largest = Math.max(Math.max(memoryS, computeS), Math.max(linkS, launchS));
    if (memoryS == largest) {
      return "memory bandwidth";
    }
    if (computeS == largest) {
      return "compute";
    }
    return linkS == largest ? "device links" : "launch overhead";
  }
}
