package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.traffic.TransmitTraffic;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;

/** Inputs of tx_path that tx_top has as well: stalls, answers of host memory. */
final class TxPathPorts {
  /** Bits of a reason for refusing a descriptor. */
  static final int REASON_BITS = 7;

  private final NicConfig config;
  private final TransmitTraffic traffic;
  private final StallPattern readStall;
  private final StallPattern frameStall;
  private final ArrayDeque<TxPathProbe.Answer> answers;
  private final Signal readStallIn;
  private final Signal frameStallIn;
  private final Signal answerValid;
  private final Signal answer;
  private final byte[] bytes;

  /**
   * Declares the inputs.
   *
   * @param answers what host memory answers, by cycle; taken out
   */
  TxPathPorts(
      NicConfig config,
      StagePorts ports,
      TransmitTraffic traffic,
      StallPattern readStall,
      StallPattern frameStall,
      ArrayDeque<TxPathProbe.Answer> answers) {
    this.config = config;
    this.traffic = traffic;
    this.readStall = readStall;
    this.frameStall = frameStall;
    this.answers = answers;
    int lanes = config.transmit().readRequestBytes() / config.beatBytes() + 1;
    readStallIn = ports.input("read_stall_i", 1);
    frameStallIn = ports.input("frame_stall_i", config.ports());
    answerValid = ports.input("answer_valid_i", 1);
    answer = ports.input("answer_i", lanes * 8 * config.beatBytes());
    bytes = new byte[lanes * config.beatBytes()];
  }

  /** Drives a cycle. */
  void drive(long cycle, Stimulus stimulus) {
    stimulus.set(readStallIn, readStall.stalls(cycle));
    stimulus.set(frameStallIn, frameStall.stalls(cycle) ? (1L << config.ports()) - 1 : 0);
    TxPathProbe.Answer next = answers.peek();
    if (next != null && next.cycle() == cycle) {
      answers.remove();
      long from = next.address() & -config.beatBytes();
      traffic.readAny(from, bytes, bytes.length);
      stimulus.set(answerValid, true);
      stimulus.set(answer, SliceSource.words(bytes, 0, bytes.length, bytes.length));
    }
  }
}
