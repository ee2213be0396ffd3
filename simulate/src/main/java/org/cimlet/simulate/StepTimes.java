package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;

/// When one stream was at which step of one of its tokens.
final class StepTimes implements Recorder {
  private static final int EMBEDDING = -1;

  private final LaneWay way;
  private final int watched;
  private final List<Timeline.Band> bands = new ArrayList<>();
  private int token = -1;
  private int leg = EMBEDDING;
  private long sincePs;

  /// @param watched number of the token
  StepTimes(LaneWay way, int watched) {
    this.way = way;
    this.watched = watched;
  }

  List<Timeline.Band> bands() {
    return bands;
  }

  @Override
  public void link(int link, long startPs, long endPs, int stream) {}

  @Override
  public void work(Resource resource, int index, long startPs, long endPs, int stream) {}

  @Override
  public void tokenBegins(int stream, long atPs) {
    token++;
    leg = EMBEDDING;
    sincePs = atPs;
  }

  @Override
  public void stepBegins(int stream, long atPs, int atLeg) {
    end(atPs);
    leg = atLeg;
    sincePs = atPs;
  }

  @Override
  public void tokenEnds(int stream, long atPs) {
    end(atPs);
  }

  private void end(long atPs) {
    if (token == watched) {
      int layer = leg == EMBEDDING ? EMBEDDING : way.leg(leg).layer();
      String name = leg == EMBEDDING ? "embedding" : way.leg(leg).step().name();
      bands.add(new Timeline.Band(layer, name, sincePs, atPs));
    }
  }
}
