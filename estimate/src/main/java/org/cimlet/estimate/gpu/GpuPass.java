package org.cimlet.estimate.gpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cimlet.plan.gpu.GpuFormat;
import org.cimlet.plan.gpu.GpuPower;
import org.cimlet.plan.gpu.KernelLaws;
import org.cimlet.plan.program.AttentionWork;
import org.cimlet.plan.program.AttentionWork.WindowGroup;
import org.cimlet.plan.program.Block;
import org.cimlet.plan.program.FusedLinears;
import org.cimlet.plan.program.LocalWork;
import org.cimlet.plan.program.Program;
import org.cimlet.plan.program.Step;

/// One pass through all layers on GPUs: a decode step of a batch, prompts, or both together.
///
/// Kernels run one after the other and read nothing ahead: a product for each set of fused linears,
/// attention, what is done element by element, and on several devices an all-reduce after each
/// product whose inputs are cut. Times are those of one device, all of which do the same.
public final class GpuPass {
  private final GpuDevices devices;
  private final GpuKernels kernels;
  private final GpuBatch batch;
  private final int hiddenSize;
  private final double tokens;
  private double bytes;
  private double operations;
  private double peakS;
  private double memoryS;
  private double computeS;
  private double linkS;
  private double launchS;
  private double idleS;
  private int allReduces;

  private GpuPass(GpuDevices devices, Program program, GpuBatch batch) {
    this.devices = devices;
    this.kernels = new GpuKernels(devices.gpu());
    this.batch = batch;
    this.hiddenSize = program.hiddenSize();
    this.tokens = batch.tokens();
  }

  /// Any batch.
  public static GpuPass of(GpuDevices devices, Program program, GpuBatch batch) {
    GpuPass pass = new GpuPass(devices, program, batch);
    equalLayers(program).forEach(pass::layers);
    pass.head(program);
    pass.overheads(program.layers().size());
    return pass;
  }

  /// Layers that are alike, each kind once, and how many there are.
  static Map<Block, Integer> equalLayers(Program program) {
    Map<Block, Integer> equal = new LinkedHashMap<>();
    program.layers().forEach(block -> equal.merge(block, 1, Integer::sum));
    return equal;
  }

  /// What of a pass depends on its tokens alone: linears, and what layers take beside kernels.
  static GpuPass linears(
      GpuDevices devices, Program program, Map<Block, Integer> layers, double tokens) {
    GpuPass pass = new GpuPass(devices, program, GpuBatch.prompts(1, tokens));
    layers.forEach((block, times) -> {
      pass.steps(block, times);
      pass.launchS += times * devices.gpu().laws().overheads().layerS();
    });
    return pass;
  }

  /// Any batch, its linears known.
  ///
  /// @param linears of as many tokens
  static GpuPass of(
      GpuDevices devices,
      Program program,
      Map<Block, Integer> layers,
      GpuPass linears,
      GpuBatch batch) {
    GpuPass pass = new GpuPass(devices, program, batch);
    pass.take(linears);
    layers.forEach((block, times) -> {
      pass.attention(block.attention(), times);
      for (LocalWork work : block.localWork()) {
        pass.local(work, times);
      }
    });
    pass.head(program);
    pass.overheads(program.layers().size());
    return pass;
  }

  private void take(GpuPass part) {
    bytes = part.bytes;
    operations = part.operations;
    peakS = part.peakS;
    memoryS = part.memoryS;
    computeS = part.computeS;
    linkS = part.linkS;
    launchS = part.launchS;
    allReduces = part.allReduces;
  }

  /// One token for each of `sequences` with `context` tokens cached.
  public static GpuPass decode(GpuDevices devices, Program program, long sequences, int context) {
    return of(devices, program, GpuBatch.decoding((double) sequences, context));
  }

  /// Prompts of `tokens` tokens each, and the first token of their answers.
  public static GpuPass prefill(GpuDevices devices, Program program, long prompts, int tokens) {
    return of(devices, program, GpuBatch.prompts((double) prompts, tokens));
  }

  private void steps(Block block, int times) {
    for (Step step : block.steps()) {
      step(step, times);
    }
  }

  private void layers(Block block, int times) {
    steps(block, times);
    attention(block.attention(), times);
    for (LocalWork work : block.localWork()) {
      local(work, times);
    }
    launchS += times * devices.gpu().laws().overheads().layerS();
  }

  /// Linears that read the residual stream are cut along their outputs, those whose results are
  /// added to it along their inputs. A router, which does both, is not cut.
  private void step(Step step, int times) {
    boolean fromResidual = step.source() == Step.Source.RESIDUAL;
    boolean toResidual = step.toResidualElements() > 0;
    boolean cutInputs = toResidual && !fromResidual;
    boolean cutOutputs = !toResidual;
    double moved = cutInputs ? 2.0 * hiddenSize : 0;
    for (FusedLinears fused : step.fusedLinears()) {
      int outputs = cutOutputs ? devices.share(fused.outputs()) : fused.outputs();
      int inputs = cutInputs ? devices.share(fused.inputs()) : fused.inputs();
      if (fused.copies() > 1) {
        routed(fused, outputs, inputs, times);
      } else {
        product(devices.weights(), tokens, outputs, inputs, times);
        moved += (double) outputs + inputs;
      }
    }
    elements(moved * tokens * GpuKernels.ACTIVATION_BYTES, times);
    if (cutInputs) {
      double vector = tokens * hiddenSize * GpuKernels.ACTIVATION_BYTES;
      linkS += times * kernels.allReduceS(vector, devices.count());
      allReduces += devices.count() == 1 ? 0 : times;
    }
  }

  private void product(GpuFormat weights, double rows, int outputs, int inputs, int times) {
    double weightBytes = weights.bytes() * outputs * inputs;
    KernelTime time = kernels.product(weights, inGraph(weights, rows), outputs, inputs);
    kernel(time, weights, weightBytes, 2 * rows * outputs * inputs, times);
  }

  /// Graphs are replayed for 1, 2, 4 and multiples of 8 sequences: inputs scaled block by block
  /// need no copy there.
  private double inGraph(GpuFormat weights, double rows) {
    boolean replayed = batch.prompts().isEmpty() && rows > 2;
    return replayed && weights == GpuFormat.FP8_BLOCK
        ? Math.ceil(rows / GpuKernels.BLOCK_ROWS) * GpuKernels.BLOCK_ROWS
        : rows;
  }

  private void routed(FusedLinears fused, int outputs, int inputs, int times) {
    Routing routing = Routing.expected(tokens, fused.copies(), fused.activeCopies());
    GpuFormat weights = devices.experts();
    kernel(
        kernels.routed(weights, routing, outputs, inputs),
        weights,
        weights.bytes() * routing.touched() * outputs * inputs,
        2 * routing.routed() * outputs * inputs,
        times);
  }

  /// Heads that look equally far back share a kernel; one start is paid for all.
  private void attention(AttentionWork work, int times) {
    List<KernelTime> parts = new ArrayList<>();
    for (WindowGroup group : work.windowGroups()) {
      int heads = devices.share(group.heads());
      int caches = devices.caches(group);
      if (batch.decoding() > 0) {
        parts.add(decode(group, heads, caches, times));
      }
      for (GpuBatch.Prompts prompts : batch.prompts()) {
        parts.add(prompt(prompts, group, heads, caches, times));
      }
    }
    double start = 0;
    for (KernelTime part : parts) {
      start = Math.max(start, part.startS());
      add(part.joined(), times);
    }
    launchS += times * start;
  }

  private KernelTime decode(WindowGroup group, int heads, int caches, int times) {
    AttentionWork.Head head = group.head();
    double positions = Math.min(batch.context(), group.window());
    double read = batch.decoding() * positions;
    count(
        GpuFormat.BF16,
        read * caches * head.cachedElements() * devices.cache().bytes(),
        2 * read * heads * head.macs(),
        times);
    return kernels.decodeAttention(
        batch.decoding(), positions, heads, caches, head, devices.cache());
  }

  private KernelTime prompt(
      GpuBatch.Prompts prompts, WindowGroup group, int heads, int caches, int times) {
    AttentionWork.Head head = group.head();
    double scores =
        attended(prompts.before() + prompts.tokens(), group.window())
            - attended(prompts.before(), group.window());
    double moved =
        prompts.count()
            * (prompts.tokens() + Math.min(prompts.before(), group.window()))
            * caches
            * head.cachedElements()
            * devices.cache().bytes();
    count(GpuFormat.BF16, moved, 2 * prompts.count() * scores * heads * head.macs(), times);
    return kernels.promptAttention(
        prompts.count(),
        prompts.tokens(),
        prompts.before(),
        group.window(),
        heads,
        caches,
        head,
        devices.cache());
  }

  /// Sum over the first `count` tokens of the positions each looks back on, itself included.
  private static double attended(double count, int window) {
    double growing = Math.min(count, window);
    return growing * (growing + 1) / 2 + (count - growing) * window;
  }

  /// Work with a state of each sequence, or element by element.
  private void local(LocalWork work, int times) {
    double moved = batch.sequences() * work.stateBits() / 8 / devices.count();
    elements(moved, times);
    count(GpuFormat.BF16, 0, tokens * work.operations() / devices.count(), times);
    computeS += times * tokens * work.operations() / devices.count() / devices.gpu().fp16OpsPerS();
  }

  private void elements(double moved, int times) {
    bytes += times * moved;
    memoryS += times * kernels.elementsS(moved);
  }

  /// Chunks that end no prompt need no scores.
  private void head(Program program) {
    if (batch.results() == 0) {
      return;
    }
    for (FusedLinears fused : program.head().fusedLinears()) {
      product(GpuFormat.BF16, batch.results(), devices.share(fused.outputs()), fused.inputs(), 1);
    }
  }

  /// With prompts in the pass no graph of kernels is replayed: the pass lasts at least as long as
  /// launching it takes.
  private void overheads(int layers) {
    KernelLaws.Overheads overheads = devices.gpu().laws().overheads();
    double launching =
        batch.prompts().isEmpty()
            ? 0
            : layers * overheads.promptLayerS() + allReduces * overheads.promptAllReduceS();
    idleS = Math.max(0, launching - memoryS - computeS - linkS - launchS);
    idleS += overheads.stepS() + batch.decoding() * overheads.sequenceS();
    launchS += idleS;
  }

  private void kernel(KernelTime time, GpuFormat format, double moved, double done, int times) {
    count(format, moved, done, times);
    launchS += times * time.startS();
    add(time.joined(), times);
  }

  private void count(GpuFormat format, double moved, double done, int times) {
    bytes += times * moved;
    operations += times * done;
    peakS += times * done / devices.gpu().peakOpsPerS(format);
  }

  private void add(KernelTime time, int times) {
    if (time.isMemoryBound()) {
      memoryS += times * time.workS();
    } else {
      computeS += times * time.workS();
    }
  }

  /// From the first kernel to the last, and what the host adds.
  public double seconds() {
    return memoryS + computeS + linkS + launchS;
  }

  /// Bytes read from the devices' memories, all together.
  public double bytes() {
    return devices.count() * bytes;
  }

  /// Multiplies and adds, each one operation, of all devices.
  public double operations() {
    return devices.count() * operations;
  }

  /// Mean power of all devices.
  public double watts() {
    GpuPower power = devices.gpu().power();
    double seconds = seconds();
    return devices.count()
        * power.watts(
            1 - idleS / seconds,
            bytes / seconds / devices.gpu().memoryBytesPerS(),
            peakS / seconds);
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
