package org.cimlet.execute.skipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The oracle of gathering is `Integer.compress` and `Long.compress`, that of depositing `expand`.
class ZeroSkipperTest {
  /// Bit `p` of index `i` at position `i`: gathering these planes says which input went where.
  private static final long[] INDEX_PLANES = {
    0xAAAA_AAAA_AAAA_AAAAL,
    0xCCCC_CCCC_CCCC_CCCCL,
    0xF0F0_F0F0_F0F0_F0F0L,
    0xFF00_FF00_FF00_FF00L,
    0xFFFF_0000_FFFF_0000L,
    0xFFFF_FFFF_0000_0000L
  };

  /// Control words of the stages d = 1, 2, 4, 8, 16, worked out by a second implementation.
  @ParameterizedTest
  @CsvSource({
    "000000FF, FFF0 FFF0 FFF0 0000 FF00",
    "FF000000, 0FFF 0FFF 0FFF FFFF FFFF",
    "11111111, CCCC D2D2 718E C0FC FFF0",
    "A5A50000, 66FF 66FF 3CFF F0FF FFFF",
    "F000000F, 3FFC 3FFC 0000 F0F0 FFF0",
    "80402011, F87C F542 08CE F0FC FFF8",
  })
  void masks_of_32_decode_to_the_published_control_words(String mask, String words) {
    ControlWords decoded = new ZeroSkipper(32, 32).decode(Long.parseLong(mask, 16));
    assertThat(decoded).hasToString(words);
    String[] stages = words.split(" ", -1);
    assertThat(decoded.stages()).isEqualTo(5);
    for (int stage = 0; stage < 5; stage++) {
      assertThat(decoded.stage(stage)).isEqualTo(Long.parseLong(stages[stage], 16));
    }
    System.out.printf("zero skipper: mask %s decodes to %s%n", mask, decoded);
  }

  /// n = 8, mask 10010110: d = 1: 1,1,0,0; d = 2, lowest first: 01, 10; d = 4: 0011.
  @Test
  void a_mask_of_8_decodes_to_the_published_control_words() {
    ZeroSkipper skipper = new ZeroSkipper(8, 4);
    ControlWords words = skipper.decode(0b1001_0110);
    assertThat(bits(words.stage(0), 4)).isEqualTo("1100");
    assertThat(bits(words.stage(1), 4)).isEqualTo("0110");
    assertThat(bits(words.stage(2), 4)).isEqualTo("0011");
    byte[] gathered = new byte[4];
    skipper.gather(0b1001_0110, new byte[] {0, 1, 2, 3, 4, 5, 6, 7}, 0, gathered, 0);
    assertThat(gathered).containsExactly(1, 2, 4, 7);
  }

  /// Lowest bit first.
  private static String bits(long word, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(word >>> i & 1);
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "000000FF, 0 1 2 3 4 5 6 7",
    "FF000000, 24 25 26 27 28 29 30 31",
    "11111111, 0 4 8 12 16 20 24 28",
    "A5A50000, 16 18 21 23 24 26 29 31",
    "F000000F, 0 1 2 3 28 29 30 31",
    "80402011, 0 4 13 22 31 0 0 0",
  })
  void masks_of_32_gather_the_published_inputs(String mask, String inputs) {
    byte[] identity = new byte[32];
    for (int i = 0; i < 32; i++) {
      identity[i] = (byte) i;
    }
    String[] expected = inputs.split(" ", -1);
    byte[] gathered = new byte[8];
    new ZeroSkipper(32, 8).gather(Long.parseLong(mask, 16), identity, 0, gathered, 0);
    for (int k = 0; k < 8; k++) {
      assertThat(gathered[k]).isEqualTo(Byte.parseByte(expected[k]));
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 16", "8, 256", "16, 65536"})
  void every_mask_of_a_small_butterfly_gathers_and_deposits(int inputs, int masks) {
    ZeroSkipper skipper = new ZeroSkipper(inputs, inputs);
    SplittableRandom random = new SplittableRandom(inputs);
    byte[] elements = new byte[inputs];
    int checked = 0;
    for (int mask = 0; mask < 1 << inputs; mask++) {
      random.nextBytes(elements);
      checkElements(skipper, mask, elements);
      checked++;
    }
    assertThat(checked).isEqualTo(masks);
  }

  @Test
  @SuppressWarnings("IdentityBinaryExpression") // every call draws another number
  void masks_of_64_gather_and_deposit() {
    ZeroSkipper skipper = new ZeroSkipper(64, 64);
    SplittableRandom random = new SplittableRandom(64);
    byte[] elements = new byte[64];
    for (int i = 0; i < 100_000; i++) {
      // Thin, even and thick masks.
      long even = random.nextLong();
      long other = random.nextLong();
      long mask = i % 3 == 0 ? even & other : i % 3 == 1 ? even : even | other;
      random.nextBytes(elements);
      checkElements(skipper, mask, elements);
    }
    checkElements(skipper, -1L, elements);
  }

  private static void checkElements(ZeroSkipper skipper, long mask, byte[] elements) {
    byte[] gathered = new byte[skipper.inputs()];
    skipper.gather(mask, elements, 0, gathered, 0);
    byte[] expected = new byte[skipper.inputs()];
    byte[] masked = elements.clone();
    int k = 0;
    for (int i = 0; i < skipper.inputs(); i++) {
      if ((mask >>> i & 1) != 0) {
        expected[k++] = elements[i];
      } else {
        masked[i] = 0;
      }
    }
    if (!Arrays.equals(gathered, expected)
        || !Arrays.equals(skipper.deposit(mask, gathered), masked)) {
      throw new AssertionError("mask " + Long.toHexString(mask));
    }
  }

  /// Five planes of indices name the input at each output; all 32 choose 8 masks.
  @Test
  void all_10_518_300_masks_that_keep_8_of_32_gather_their_inputs_in_order() {
    InverseButterfly whole = new InverseButterfly(32, 32);
    InverseButterfly trimmed = new InverseButterfly(32, 8);
    Butterfly back = new Butterfly(32);
    MaskDecoder decoder = new MaskDecoder(32);
    int checked = 0;
    long last = 0xFF00_0000L;
    for (long mask = 0xFF; mask <= last; mask = nextWithAsManyOnes(mask)) {
      ControlWords words = decoder.decode(mask);
      for (int p = 0; p < 5; p++) {
        long plane = INDEX_PLANES[p] & mask;
        long expected = Integer.toUnsignedLong(Integer.compress((int) plane, (int) mask));
        if (trimmed.gather(words, plane) != expected
            || whole.gather(words, plane) != expected
            || back.deposit(words, expected) != plane) {
          throw new AssertionError("mask " + Long.toHexString(mask));
        }
      }
      checked++;
    }
    System.out.printf(
        "zero skipper: %,d masks of 8 of 32, all there are, gather and deposit%n", checked);
    assertThat(checked).isEqualTo(10_518_300);
  }

  /// The next larger number with the same number of ones.
  private static long nextWithAsManyOnes(long mask) {
    long lowest = mask & -mask;
    long ripple = mask + lowest;
    return ripple | ((mask ^ ripple) >>> 2) / lowest;
  }

  /// By hand: 5 stages x 32; with 8 outputs 3 x 32 + 16 + 8.
  @Test
  void eight_outputs_of_32_take_120_muxes_a_bit_instead_of_160() {
    assertThat(new InverseButterfly(32, 32).muxes()).isEqualTo(160);
    assertThat(new InverseButterfly(32, 8).muxes()).isEqualTo(120);
    assertThat(new ZeroSkipper(32, 32).controlBits()).isEqualTo(80);
    // The last two stages have 8 multiplexers of 16 switches, and 16 of 16.
    assertThat(new ZeroSkipper(32, 8).controlBits()).isEqualTo(16 + 16 + 16 + 16 + 8);
  }

  @ParameterizedTest
  @CsvSource({"4, 8", "8, 24", "16, 64", "32, 160", "64, 384"})
  void a_whole_butterfly_has_a_mux_for_each_input_and_stage(int inputs, int muxes) {
    assertThat(new InverseButterfly(inputs, inputs).muxes()).isEqualTo(muxes);
  }

  /// Counted again by asking of each multiplexer whether any wired output depends on it: an output
  /// `k` depends, before the stages above `s`, on the positions that agree with it in the bits at
  /// and below `s`.
  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16, 32, 64})
  void trimming_leaves_the_muxes_that_the_outputs_depend_on(int inputs) {
    int stages = Integer.numberOfTrailingZeros(inputs);
    for (int kept = 1; kept <= inputs; kept++) {
      int muxes = 0;
      for (int stage = 0; stage < stages; stage++) {
        int low = (2 << stage) - 1;
        for (int position = 0; position < inputs; position++) {
          boolean needed = false;
          for (int output = 0; output < kept; output++) {
            needed |= (output & low) == (position & low);
          }
          muxes += needed ? 1 : 0;
        }
      }
      assertThat(new InverseButterfly(inputs, kept).muxes()).as("%s kept", kept).isEqualTo(muxes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 16, 32, 64})
  void a_trimmed_butterfly_gathers_what_the_whole_one_does(int inputs) {
    SplittableRandom random = new SplittableRandom(inputs);
    byte[] elements = new byte[inputs + 3];
    for (int trial = 0; trial < 500; trial++) {
      random.nextBytes(elements);
      int kept = 1 + random.nextInt(inputs);
      long mask = maskOf(random.nextInt(kept + 1), inputs, random);
      byte[] whole = new byte[inputs];
      new ZeroSkipper(inputs, inputs).gather(mask, elements, 3, whole, 0);
      byte[] trimmed = new byte[kept + 2];
      new ZeroSkipper(inputs, kept).gather(mask, elements, 3, trimmed, 2);
      assertThat(Arrays.copyOfRange(trimmed, 2, kept + 2)).isEqualTo(Arrays.copyOf(whole, kept));
    }
  }

  private static long maskOf(int ones, int inputs, SplittableRandom random) {
    long mask = 0;
    while (Long.bitCount(mask) < ones) {
      mask |= 1L << random.nextInt(inputs);
    }
    return mask;
  }

  @Test
  void inputs_beyond_the_end_are_zero() {
    byte[] gathered = new byte[2];
    new ZeroSkipper(4, 2).gather(0b1001, new byte[] {5, 6}, 0, gathered, 0);
    assertThat(gathered).containsExactly(5, 0);
  }

  @Test
  void refuses_what_it_was_not_built_for() {
    assertThatThrownBy(() -> new ZeroSkipper(12, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 3 of 12");
    assertThatThrownBy(() -> new ZeroSkipper(8, 9)).hasMessageContaining("got 9 of 8");
    assertThatThrownBy(() -> new ZeroSkipper(8, 8).decode(0x100)).hasMessageContaining("got 100");
    assertThatThrownBy(() -> new ZeroSkipper(8, 2).gather(7, new byte[8], 0, new byte[2], 0))
        .hasMessageContaining("at most 2 of 8 inputs, got 3");
  }
}
