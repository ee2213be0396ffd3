package org.cimlet.simulate;

import java.util.ArrayList;
import java.util.List;
import org.cimlet.plan.Resource;
import org.cimlet.simulate.engine.Recorder;
import org.cimlet.simulate.token.RankSchedule;

/// When a sequence was at which step of one of its tokens.
final class StepTimes implements Recorder {
  private static final int EMBEDDING = -1;
  private static final int LOADING = -2;

  private final RankSchedule schedule;
  private final int watched;
  private final List<Timeline.Band> bands = new ArrayList<>();
  private int token = -1;
  private int step = EMBEDDING;
  private int stepLoaded;
  private long sincePs;

  /// @param watched number of the token
  StepTimes(RankSchedule schedule, int watched) {
    this.schedule = schedule;
    this.watched = watched;
  }

  List<Timeline.Band> bands() {
    return bands;
  }

  @Override
  public void link(int link, long startPs, long endPs, int pass) {}

  @Override
  public void work(Resource resource, int index, long startPs, long endPs, int pass) {}

  @Override
  public void passBegins(int pass, int sequence, int chunk, long atPs) {
    token++;
    step = EMBEDDING;
    sincePs = atPs;
  }

  @Override
  public void stepBegins(int pass, long atPs, int atStep) {
    end(atPs);
    step = atStep;
    sincePs = atPs;
  }

  @Override
  public void loadBegins(int weightSet, int atStep, long atPs) {
    end(atPs);
    step = LOADING;
    stepLoaded = atStep;
    sincePs = atPs;
  }

  @Override
  public void loadEnds(long atPs) {}

  @Override
  public void passEnds(int pass, long atPs) {
    end(atPs);
  }

  private void end(long atPs) {
    if (token == watched) {
      bands.add(
          switch (step) {
            case EMBEDDING -> new Timeline.Band(EMBEDDING, "embedding", sincePs, atPs);
            case LOADING -> band(stepLoaded, Timeline.Band.LOADING, atPs);
            default -> band(step, schedule.stepOf(step).name(), atPs);
          });
    }
  }

  private Timeline.Band band(int number, String name, long atPs) {
    return new Timeline.Band(schedule.layer(number), name, sincePs, atPs);
  }
}
