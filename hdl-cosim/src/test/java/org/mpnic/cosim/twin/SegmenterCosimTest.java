package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.tx.ScheduleAnswer;
import org.mpnic.model.tx.SegmenterContract;
import org.mpnic.model.tx.TxDescriptor;
import org.mpnic.model.tx.TxSlice;

/**
 * The contract of the segmenter holds for its verilated RTL: model and RTL get the same descriptors
 * and the same answers of subflow_scheduler, and every slice of the RTL must be the model's.
 */
class SegmenterCosimTest extends SegmenterContract {
  private int index;

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  private TxDescriptor descriptor(int type, int length) {
    TxDescriptor d = new TxDescriptor();
    d.type = type;
    d.index = index;
    d.address = address(index++);
    d.length = length;
    return d;
  }

  @Override
  protected List<TxSlice> frames(List<Frame> frames) {
    List<TxDescriptor> descriptors = new ArrayList<>();
    for (Frame frame : frames) {
      int first = descriptors.size();
      for (int length : frame.lengths()) {
        TxDescriptor d = descriptor(frame.type(), length);
        d.more = true;
        descriptors.add(d);
      }
      descriptors.get(first).mss = frame.mss();
      descriptors.get(first).headerBytes = frame.headerBytes();
      descriptors.get(descriptors.size() - 1).more = false;
    }
    return cut(descriptors, List.of());
  }

  @Override
  protected List<TxSlice> stream(int[] lengths, List<Chunk> chunks) {
    List<TxDescriptor> descriptors = new ArrayList<>();
    for (int length : lengths) {
      descriptors.add(descriptor(TxDescriptor.STREAM, length));
    }
    List<ScheduleAnswer> answers = new ArrayList<>();
    for (Chunk chunk : chunks) {
      ScheduleAnswer answer = new ScheduleAnswer();
      answer.ssn = 1;
      answer.bytes = chunk.bytes();
      answer.payload = chunk.payload();
      answer.lastCopy = chunk.lastCopy();
      answers.add(answer);
    }
    return cut(descriptors, answers);
  }

  private static List<TxSlice> cut(List<TxDescriptor> descriptors, List<ScheduleAnswer> answers) {
    GivenSegmenterInput input = new GivenSegmenterInput(descriptors, answers);
    CosimReport report =
        new Lockstep(
                new VerilatedBuild(Path.of("").toAbsolutePath(), null),
                seed -> new SegmenterTwin(StageLockstepTest.SMALL, new Random(seed), input),
                1)
            .run(null, null);
    assertThat(report.first()).isNull();
    List<TxSlice> slices = input.slices();
    assertThat(report.boundaries().get("segmenter.grant")).isEqualTo(slices.size());
    return slices;
  }
}
