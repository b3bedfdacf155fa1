package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ReceiveState;

/**
 * Inputs of dss_inserter, and of what stands around it, by which the receive contexts answer: as
 * long behind the segment as a table takes to be read.
 */
public final class ReceiveStatePorts {
  private record Answer(long cycle, int acknowledgment, int window, int echo, long dataAck) {}

  private final int readLatency;
  private final Signal acknowledgment;
  private final Signal window;
  private final Signal timestampEcho;
  private final Signal dataAck;
  private final ArrayDeque<Answer> answers = new ArrayDeque<>();

  /** Declares the inputs. */
  public ReceiveStatePorts(NicConfig config, StagePorts ports) {
    readLatency = config.tableReadLatencyCycles();
    acknowledgment = ports.input("acknowledgment_i", 32);
    window = ports.input("window_i", 32);
    timestampEcho = ports.input("timestamp_echo_i", 32);
    dataAck = ports.input("data_ack_i", 64);
  }

  /** A segment enters in a cycle, and the contexts hold this for it. */
  void segment(long cycle, RandomReceiveState.Held held) {
    answers.add(
        new Answer(
            cycle + readLatency,
            held.acknowledgment(),
            held.window(),
            held.timestampEcho(),
            held.dataAck()));
  }

  /**
   * A segment enters in a cycle.
   *
   * @param grantCycle the cycle in which it was granted
   */
  public void segment(
      long cycle, ReceiveState receive, int subflow, int connection, long grantCycle) {
    answers.add(
        new Answer(
            cycle + readLatency,
            receive.acknowledgment(subflow, grantCycle),
            receive.window(connection, grantCycle),
            receive.timestampEcho(subflow, grantCycle),
            receive.dataAck(connection, grantCycle)));
  }

  /** Drives a cycle. */
  public void drive(long cycle, Stimulus stimulus) {
    Answer next = answers.peek();
    if (next != null && next.cycle == cycle) {
      answers.remove();
      stimulus.set(acknowledgment, next.acknowledgment & 0xffff_ffffL);
      stimulus.set(window, next.window);
      stimulus.set(timestampEcho, next.echo & 0xffff_ffffL);
      stimulus.set(dataAck, next.dataAck);
    }
  }
}
