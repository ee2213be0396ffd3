package org.cimlet.paper.row;

/// A part of the paper; long sections are cut where the subject changes.
public enum Section {
  /// What stands before section 1.
  INTRODUCTION("0", "Introduction"),
  /// Section 1.1 with Figure 2.
  INTEGRATED_CHIPS("1.1", "Integrated chips of the day"),
  /// Section 1.2 with Figure 3.
  BANDWIDTH_WALL("1.2", "The bandwidth wall: LLaMA-2-7B at 10,000 tokens/s"),
  /// Section 2.1, first half.
  WEIGHTS_AT_REST("2.1", "Weights at rest: what still crosses the link"),
  /// Section 2.1, second half.
  CHIPLET("2.1", "The 10 TOPS, 200 MB chiplet at 12/14 nm"),
  /// Section 2.2.
  COMB("2.2", "Computing on the memory boundary: operations for each stored byte"),
  /// Section 2.3.
  MEMORY_KINDS("2.3", "Kinds of memory"),
  /// Section 3.1.
  LOCAL_ATTENTION("3.1", "Attention's own sparsity: heads that look back a little"),
  /// Section 3.2.
  COMPRESSION("3.2", "In-memory compression 8:32"),
  /// Section 3.3 with Figure 8.
  CHIP("3.3", "The 28 nm chip of Figure 8"),
  /// What Figure 8 implies between its two operating points.
  CHIP_VOLTAGES("3.3", "The 28 nm chip between its two published voltages"),
  /// What the parts of their macros say of both chips.
  CHIP_PARTS("3.3", "Both chips and the large chiplet by their parts, not fitted");

  private final String number;
  private final String title;

  Section(String number, String title) {
    this.number = number;
    this.title = title;
  }

  /// The paper's number of the section: `2.1`.
  public String number() {
    return number;
  }

  /// What it is about, in our words.
  public String title() {
    return title;
  }
}
