package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.DssInserter;
import org.mpnic.model.tx.DssInserterContract;
import org.mpnic.model.tx.FixedReceiveState;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSlice;
import org.mpnic.model.tx.TxSubflows;

/**
 * The contract of dss_inserter holds for its verilated RTL: the RTL gets the very same tables and
 * segments and must make every header as the model does, and the model answers.
 */
class DssInserterCosimTest extends DssInserterContract {
  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  @Override
  protected Stage stage(NicConfig config) {
    DssInserterTwin twin = new DssInserterTwin(config, 1, 0);
    return new Stage() {
      @Override
      public TxConnections connections() {
        return twin.connections();
      }

      @Override
      public TxSubflows subflows() {
        return twin.subflows();
      }

      @Override
      public List<Made> make(List<Job> jobs) {
        twin.follow(jobs.stream().map(Job::segment).toList());
        CosimReport report =
            new Lockstep(new VerilatedBuild(Path.of("").toAbsolutePath(), null), seed -> twin, 1)
                .run(null, null);
        assertThat(report.first()).isNull();
        assertThat(report.boundaries().get("dss_inserter.header")).isEqualTo(jobs.size());
        return answers(config, twin, jobs);
      }
    };
  }

  private static List<DssInserterContract.Made> answers(
      NicConfig config, DssInserterTwin twin, List<DssInserterContract.Job> jobs) {
    DssInserter model =
        new DssInserter(
            config,
            twin.connections(),
            twin.subflows(),
            new FixedReceiveState(),
            new long[CounterTable.COUNT]);
    List<DssInserterContract.Made> made = new ArrayList<>();
    for (DssInserterContract.Job job : jobs) {
      TxSlice slice = new TxSlice();
      slice.clear();
      model.insert(slice, job.segment(), job.cycle());
      made.add(
          new DssInserterContract.Made(
              Arrays.copyOf(slice.header, slice.headerBytes), slice.finish));
    }
    return made;
  }
}
