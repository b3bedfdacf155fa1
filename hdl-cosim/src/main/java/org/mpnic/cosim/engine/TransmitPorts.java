package org.mpnic.cosim.engine;

import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitSink;

/** The wires of tx_top: beats become frames again. */
final class TransmitPorts implements RtlPart {
  /** A frame that is leaving. */
  private static final class Leaving {
    final byte[] frame;
    int bytes;
    long firstBeat = -1;

    Leaving(int most) {
      frame = new byte[most];
    }
  }

  private final TransmitSink sink;
  private final long[] counters;
  private final int beatBytes;
  private final Signal linkUp;
  private final Signal valid;
  private final Signal last;
  private final Signal sizes;
  private final Signal data;
  private final int sizeBits;
  private final Leaving[] leaving;
  private final byte[] beat;

  TransmitPorts(NicConfig config, StagePorts ports, TransmitSink sink, long[] counters) {
    this.sink = sink;
    this.counters = counters;
    beatBytes = config.beatBytes();
    beat = new byte[beatBytes];
    sizeBits = Bits.of(beatBytes);
    ports.input("grant_stall_i", 1);
    ports.input("read_stall_i", 1);
    ports.input("frame_stall_i", config.ports());
    linkUp = ports.input("link_up_i", config.ports());
    valid = ports.output("dut.port_valid_o", config.ports());
    last = ports.output("dut.port_last_o", config.ports());
    sizes = ports.output("dut.port_bytes_o", config.ports() * sizeBits);
    data = ports.output("dut.port_data_o", config.ports() * 8 * beatBytes);
    leaving = new Leaving[config.ports()];
    for (int port = 0; port < leaving.length; port++) {
      leaving[port] = new Leaving(config.maxFrameBytes() + beatBytes);
    }
  }

  /** A frame has begun to leave, and not ended. */
  boolean isLeaving() {
    for (Leaving port : leaving) {
      if (port.firstBeat >= 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void drive(long cycle, Stimulus stimulus) {
    stimulus.set(linkUp, -1L);
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    long bits = outputs.get(valid);
    long ends = outputs.get(last);
    for (int port = 0; bits != 0 && port < leaving.length; port++) {
      if ((bits >>> port & 1) != 0) {
        beat(port, cycle, (ends >>> port & 1) != 0, outputs);
      }
    }
    return true;
  }

  private void beat(int port, long cycle, boolean ends, Outputs outputs) {
    Leaving of = leaving[port];
    if (of.firstBeat < 0) {
      of.firstBeat = cycle;
      of.bytes = 0;
    }
    int count = (int) outputs.bits(sizes, port * sizeBits, sizeBits);
    outputs.bytes(data, port * beatBytes, beat, count);
    System.arraycopy(beat, 0, of.frame, of.bytes, count);
    of.bytes += count;
    if (ends) {
      long first = of.firstBeat;
      of.firstBeat = -1;
      counters[CounterTable.TX_PORT_FRAMES + port]++;
      counters[CounterTable.TX_PORT_BYTES + port] += of.bytes;
      sink.frame(port, of.frame, 0, of.bytes, first);
    }
  }
}
