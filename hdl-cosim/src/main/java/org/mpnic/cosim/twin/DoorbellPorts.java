package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;

/** Inputs by which tx_descriptor_fetch is told of doorbells: one of each kind in a cycle. */
public final class DoorbellPorts {
  private final Signal postedValid;
  private final Signal postedQueue;
  private final Signal posted;
  private final Signal endValid;
  private final Signal endQueue;
  private final Signal ends;
  private final Signal end;

  /** The inputs, in the order in which they stand in the module. */
  public DoorbellPorts(StagePorts ports, int queues) {
    int queueBits = Bits.ofIndex(queues);
    postedValid = ports.input("posted_valid_i", 1);
    postedQueue = ports.input("posted_queue_i", queueBits);
    posted = ports.input("posted_i", 32);
    endValid = ports.input("end_valid_i", 1);
    endQueue = ports.input("end_queue_i", queueBits);
    ends = ports.input("ends_i", 1);
    end = ports.input("end_i", 32);
  }

  /** Descriptors before this index count as posted. */
  public void post(Stimulus stimulus, int queue, int index) {
    stimulus.set(postedValid, true);
    stimulus.set(postedQueue, queue);
    stimulus.set(posted, index & 0xffff_ffffL);
  }

  /** The host closes a queue, with this index behind its last descriptor, or opens it. */
  public void end(Stimulus stimulus, int queue, boolean closes, int index) {
    stimulus.set(endValid, true);
    stimulus.set(endQueue, queue);
    stimulus.set(ends, closes);
    stimulus.set(end, index & 0xffff_ffffL);
  }
}
