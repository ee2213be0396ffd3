package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Resource;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.token.RankSchedule;

/// When one stream was at which step of one of its tokens.
final class StepTimes implements Recorder {
  private static final int EMBEDDING = -1;
  private static final int LOADING = -2;

  private final RankSchedule way;
  private final int watched;
  private final List<Timeline.Band> bands = new ArrayList<>();
  private int token = -1;
  private int leg = EMBEDDING;
  private int legLoaded;
  private long sincePs;

  /// @param watched number of the token
  StepTimes(RankSchedule way, int watched) {
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
  public void loadBegins(int round, int atLeg, long atPs) {
    end(atPs);
    leg = LOADING;
    legLoaded = atLeg;
    sincePs = atPs;
  }

  @Override
  public void loadEnds(long atPs) {}

  @Override
  public void tokenEnds(int stream, long atPs) {
    end(atPs);
  }

  private void end(long atPs) {
    if (token == watched) {
      bands.add(
          switch (leg) {
            case EMBEDDING -> new Timeline.Band(EMBEDDING, "embedding", sincePs, atPs);
            case LOADING -> band(legLoaded, Timeline.Band.LOADING, atPs);
            default -> band(leg, way.leg(leg).step().name(), atPs);
          });
    }
  }

  private Timeline.Band band(int ofLeg, String name, long atPs) {
    return new Timeline.Band(way.leg(ofLeg).layer(), name, sincePs, atPs);
  }
}
