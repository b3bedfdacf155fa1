package org.mpnic.cosim.engine;

import org.mpnic.cosim.lockstep.InputScript;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.device.Datapath;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.FirmwareProgram;
import org.mpnic.model.top.HostInterface;

/**
 * Notes every input of the verilated rx_top while frames, host and control processor drive it, so
 * that the same cycles can be run again without them, see {@link RtlPlayback}.
 *
 * <p>Two scripts: what comes before {@link #begin}, and what is of interest. Cycles that the
 * datapath counts without running them, because nothing is on its way, are in neither.
 */
public final class RtlRecording implements AutoCloseable {
  private final NicConfig config;
  private final RtlDatapath card;
  private final StagePorts ports;
  private final InputScript before;
  private InputScript script;
  private boolean isClosed;

  /** A card at cycle 0; its verilated library is built when there is none. */
  public RtlRecording(NicConfig config, HostInterface host, FirmwareProgram firmware) {
    this.config = config;
    card = new RtlDatapath(RtlEngine.home(), config, host, firmware);
    ports = card.ports();
    before = new InputScript(ports.inputWords(), null);
    card.note(before);
  }

  /** The card that is recorded. */
  public Datapath card() {
    return card;
  }

  /** What is of interest begins with the next cycle. */
  public void begin() {
    script = new InputScript(ports.inputWords(), before);
    card.note(script);
  }

  /**
   * Ends the recording.
   *
   * @param packets frames of what is of interest, or more
   * @param frameBytes the longest one's length on the bus
   */
  public RtlPlayback end(int packets, int frameBytes) {
    close();
    return new RtlPlayback(config, ports, before, script, packets, frameBytes);
  }

  @Override
  public void close() {
    if (!isClosed) {
      isClosed = true;
      card.close();
    }
  }
}
