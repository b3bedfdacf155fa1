package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.tx.TxChecksum;
import org.mpnic.model.tx.TxChecksumContract;

/**
 * The contract of tx_checksum holds for its verilated RTL: the model answers, and then the RTL gets
 * the very same frames and must send every beat as the model does.
 */
class TxChecksumCosimTest extends TxChecksumContract {
  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  @Override
  protected List<byte[]> finish(List<Job> jobs) {
    List<byte[]> frames = jobs.stream().map(job -> job.frame().clone()).toList();
    CosimReport report =
        new Lockstep(
                new VerilatedBuild(Path.of("").toAbsolutePath(), null),
                seed ->
                    new TxChecksumTwin(StageLockstepTest.SMALL, seed, 0)
                        .follow(frames, jobs.stream().map(Job::finish).toList()),
                1)
            .run(null, null);
    assertThat(report.first()).isNull();
    assertThat(report.boundaries().get("tx_checksum.frame")).isEqualTo(frames.size());
    return jobs.stream()
        .map(
            job -> {
              int bytes = job.frame().length;
              byte[] frame = Arrays.copyOf(job.frame(), Math.max(bytes, TxChecksum.WINDOW_BYTES));
              TxChecksum.finish(frame, bytes, job.finish());
              return Arrays.copyOf(frame, bytes);
            })
        .toList();
  }
}
