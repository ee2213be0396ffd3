package org.cimlet.conformance.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Percentage;
import org.cimlet.conformance.agreement.AgreementCase.Answer;
import org.cimlet.conformance.agreement.AgreementCase.Gap;
import org.cimlet.plan.Action;
import org.cimlet.plan.ActionCounts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The closed form and the discrete events, written apart, on the same plans. The table goes to
/// `target/agreement.txt`.
class AgreementTest {
  private static final double QUEUED = 0.08;

  private static final List<Answer> ANSWERS = new ArrayList<>();

  @BeforeAll
  static void answer() throws IOException {
    StringBuilder table = new StringBuilder(AgreementCase.header()).append('\n');
    for (AgreementCase one : AgreementMatrix.cases()) {
      Answer answer = one.answer();
      ANSWERS.add(answer);
      table.append(answer.row()).append('\n');
    }
    Path file = Path.of("target", "agreement.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, table);
    System.out.println(table);
  }

  @Test
  void there_are_at_least_sixty_cases_from_one_chiplet_to_256() {
    assertThat(ANSWERS).hasSizeGreaterThanOrEqualTo(60);
    assertThat(ANSWERS).extracting(Answer::chiplets).contains(1, 4, 9, 16, 36, 81, 144, 256);
  }

  @Test
  void times_agree_within_five_percent_or_differ_for_a_reason_that_is_known() {
    SoftAssertions all = new SoftAssertions();
    for (Answer answer : ANSWERS) {
      Gap decode = answer.of().decodeGap();
      all.assertThat(decode.allows(answer.decode())).as(decode + ": " + answer.row()).isTrue();
      Gap prefill = answer.of().prefillGap();
      all.assertThat(prefill.allows(answer.prefill())).as(prefill + ": " + answer.row()).isTrue();
      // A reason must still be needed.
      all.assertThat(decode != Gap.NONE && isClose(answer.decode()))
          .as("agrees by now: " + answer.row())
          .isFalse();
      all.assertThat(prefill != Gap.NONE && isClose(answer.prefill()))
          .as("agrees by now: " + answer.row())
          .isFalse();
    }
    all.assertAll();
  }

  private static boolean isClose(double ratio) {
    return Math.abs(ratio - 1) < 0.03;
  }

  @Test
  void sequences_wait_for_each_other_only_near_the_knee() {
    assertThat(ANSWERS)
        .filteredOn(answer -> answer.of().decodeGap() == Gap.KNEE)
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer.knee()).as(answer.row()).isBetween(0.4, 2.0));
  }

  /// A walk of all ways as queues, written apart from the events, finds what the bounds leave out.
  /// It is of one rank: what several share it does not see.
  @Test
  void queues_on_a_token_s_way_say_how_far_a_knee_goes() {
    assertThat(ANSWERS)
        .filteredOn(answer -> answer.of().decodeGap() == Gap.KNEE && answer.ranks() == 1)
        .isNotEmpty()
        .allSatisfy(
            answer -> assertThat(answer.queued()).as(answer.row()).isCloseTo(1, within(QUEUED)));
  }

  @Test
  void actions_are_counted_alike_to_the_last_one() {
    SoftAssertions all = new SoftAssertions();
    for (Answer answer : ANSWERS) {
      ActionCounts closed = answer.closedActions();
      for (Action action : Action.counted()) {
        switch (action) {
          case BUFFER, LINK -> {
            // differ with routing: see below
          }
          case WEIGHT_LOADING ->
              // what a batch shares is a token's only in fractions of bits
              all.assertThat(answer.actions().of(action))
                  .as(answer.row())
                  .isCloseTo(answer.tokens() * closed.of(action), withinPercentage(1e-12));
          case ROW_READ,
              MACRO_READ,
              MULTIPLY,
              SKIPPED_WEIGHT,
              ACTIVATE,
              DRIVE,
              CONVERT,
              ZERO_SKIPPER -> {
            for (int kind = 0; kind < closed.kinds(); kind++) {
              all.assertThat(answer.actions().of(action, kind))
                  .as("%s of kind %s: %s", action, kind, answer.row())
                  .isCloseTo(answer.tokens() * closed.of(action, kind), nearly(answer, action));
            }
          }
          case VECTOR, ATTENTION_COMPUTE, ATTENTION_MEMORY, HOST_COMPUTE, HOST_MEMORY ->
              all.assertThat(answer.actions().of(action))
                  .as("%s: %s", action, answer.row())
                  .isEqualTo(answer.tokens() * closed.of(action));
          case REFRESH, CONTROL, CLOCK, LEAKAGE, CONVERSION, BOARD, HOST_IDLE ->
              all.fail("not counted: " + action);
        }
      }
    }
    all.assertAll();
  }

  /// Exactly, but for rows that tokens of a micro-batch share: a token has a fraction of them, and
  /// of routed experts chance says how many tokens share one.
  private static Percentage nearly(Answer answer, Action action) {
    boolean read =
        action == Action.ROW_READ || action == Action.MACRO_READ || action == Action.ACTIVATE;
    boolean shared = read && answer.of().microBatch() > 1;
    return Percentage.withPercentage(shared ? answer.of().isRouted() ? 1 : 1e-12 : 0);
  }

  /// Lanes lie differently far from their hosts, and of the tokens measured not all ranks have
  /// exactly as many. Where a vector is cut between chiplets, the closed form counts fractions of
  /// bits and the events whole bits; and a sum of doubles is not exact.
  @Test
  void without_routing_links_and_buffers_carry_the_same_bits() {
    SoftAssertions all = new SoftAssertions();
    for (Answer answer : ANSWERS) {
      if (!answer.of().isRouted()) {
        all.assertThat(answer.actions().of(Action.BUFFER))
            .as(answer.row())
            .isEqualTo(answer.tokens() * answer.closedActions().of(Action.BUFFER));
        all.assertThat(
                answer.actions().of(Action.LINK)
                    / (answer.tokens() * answer.closedActions().of(Action.LINK)))
            .as(answer.row())
            .isCloseTo(1, within(answer.ranks() == 1 ? 1e-6 : 2e-3));
      }
    }
    all.assertAll();
  }

  /// The closed form sends all active experts' inputs to every chiplet that holds an expert; each
  /// expert needs its own alone.
  @Test
  void with_routing_links_carry_less_than_the_closed_form_says() {
    assertThat(ANSWERS)
        .filteredOn(answer -> answer.of().isRouted())
        .isNotEmpty()
        .allSatisfy(answer ->
            assertThat(
                    answer.actions().of(Action.LINK)
                        / (answer.tokens() * answer.closedActions().of(Action.LINK)))
                .as(answer.row())
                .isBetween(0.85, 1.0));
  }
}
