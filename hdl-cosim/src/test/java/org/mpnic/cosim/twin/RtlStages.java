package org.mpnic.cosim.twin;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.StageUnderTest;

/**
 * The verilated stages of one contract test: all that it drove into them is verified when it has
 * ended. Without Verilator the test is skipped, or fails with -Dcosim.required=true.
 */
final class RtlStages implements BeforeEachCallback, AfterEachCallback {
  /** The parameters that {@link StageLockstepTest} builds the stages with, too. */
  static final NicConfig SMALL = StageLockstepTest.SMALL;

  /** A window and tables of bytes that a test fills within a few words. */
  static final NicConfig TIGHT =
      SMALL.toBuilder()
          .outOfOrderIntervals(2)
          .mappingsPerSubflow(3)
          .coveredIntervals(2)
          .receiveWindowBytes(120)
          .build();

  private final String stage;
  private final boolean ofBeats;
  private final List<RtlStage> stages = new ArrayList<>();

  private RtlStages(String stage, boolean ofBeats) {
    this.stage = stage;
    this.ofBeats = ofBeats;
  }

  /** A stage that takes one word a cycle. */
  static RtlStages ofWords(String stage) {
    return new RtlStages(stage, false);
  }

  /** A stage that takes frames beat by beat. */
  static RtlStages ofBeats(String stage) {
    return new RtlStages(stage, true);
  }

  /** The two sets of parameters, by the one that a contract asks for: a build for each is dear. */
  static NicConfig near(NicConfig wanted) {
    return wanted.receiveWindowBytes() < 5000 ? TIGHT : SMALL;
  }

  /** A fresh stage beside the model's with the same parameters. */
  RtlStage stage(NicConfig config, StageUnderTest model) {
    RtlStage made = new RtlStage(stage, config, model, ofBeats);
    stages.add(made);
    return made;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    RequiredTools.needVerilator();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isEmpty()) {
      stages.forEach(RtlStage::verify);
    }
  }
}
