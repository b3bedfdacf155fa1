package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.AskingHead;
import org.mpnic.model.tx.ScheduleAnswer;
import org.mpnic.model.tx.ScheduleAsk;
import org.mpnic.model.tx.SubflowScheduler;
import org.mpnic.model.tx.SubflowSchedulerContract;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflows;

/**
 * The contract of subflow_scheduler holds for its verilated RTL: the model answers, and at the end
 * of each test the RTL gets the very same writes and questions in the same cycles, and must answer
 * as the model did.
 */
class SubflowSchedulerCosimTest extends SubflowSchedulerContract {
  private Script script;

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  @Override
  protected Stage stage(NicConfig config) {
    script = new Script(config);
    return script;
  }

  @AfterEach
  void answersAsTheModel() {
    int questions = script.given.size();
    CosimReport report =
        new Lockstep(new VerilatedBuild(Path.of("").toAbsolutePath(), null), seed -> script, 1)
            .run(null, null);
    assertThat(report.first()).isNull();
    assertThat(report.boundaries().get("subflow_scheduler.answer")).isEqualTo(questions);
  }

  /** A question with its answer. */
  private record Given(long cycle, ScheduleAsk ask, boolean[] linkUp, ScheduleAnswer answer) {}

  /** What a test asks, first of the model, then of the RTL. */
  private static final class Script implements Stage, AskingHead, StageTwin {
    private final TxConnections connections;
    private final TxSubflows subflows;
    private final SchedulerPorts ports;
    private final SubflowScheduler model;
    private final int cycles;
    private final boolean[] linkUp;
    private final ArrayDeque<Given> given = new ArrayDeque<>();
    private ScheduleAsk next;
    private ScheduleAnswer answer;
    private long last;

    /** The question that the RTL gets. */
    private Given shown;

    private boolean[] shownLinks;

    Script(NicConfig config) {
      connections = new TxConnections(config);
      subflows = new TxSubflows(config, connections);
      ports = new SchedulerPorts(config, connections, subflows);
      AskingHead[] heads = {this};
      long[] counters = new long[CounterTable.COUNT];
      model = new SubflowScheduler(config, connections, subflows, heads, counters, null);
      cycles = SubflowScheduler.cycles(config);
      linkUp = new boolean[config.ports()];
      Arrays.fill(linkUp, true);
      shownLinks = linkUp.clone();
    }

    @Override
    public TxConnections connections() {
      return connections;
    }

    @Override
    public TxSubflows subflows() {
      return subflows;
    }

    @Override
    public long now() {
      return last;
    }

    @Override
    public void linkUp(int port, boolean up) {
      linkUp[port] = up;
      model.linkUp(port, up);
    }

    @Override
    public Decision decide(ScheduleAsk ask) {
      last = Math.max(last + cycles, connections.heldCycle());
      next = ask;
      model.step(last);
      given.add(new Given(last, ask, linkUp.clone(), answer));
      return Decision.of(answer);
    }

    @Override
    public long askCycle() {
      return 0;
    }

    @Override
    public void ask(ScheduleAsk ask) {
      SchedulerAsks.copy(next, ask);
    }

    @Override
    public void answer(ScheduleAnswer itsAnswer, long cycle) {
      answer = SchedulerAsks.copy(itsAnswer);
    }

    @Override
    public StagePorts ports() {
      return ports.stage();
    }

    @Override
    public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
      if (!given.isEmpty() && given.peek().cycle == cycle) {
        shown = given.remove();
        shownLinks = shown.linkUp;
        ports.expectDecision(expectation, cycle + 1, 0);
        ports.expectAnswer(expectation, cycle + cycles, 0, shown.ask.stream, shown.answer);
      }
      if (shown != null && cycle <= shown.cycle + 1) {
        ports.ask(0, shown.ask);
      }
      ports.drive(cycle, stimulus, shownLinks);
      return !given.isEmpty() || shown != null && cycle <= shown.cycle + cycles;
    }
  }
}
