package org.mpnic.cosim.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import org.mpnic.cosim.lockstep.Toolchain;
import org.mpnic.ctl.UserError;
import org.mpnic.device.Datapath;
import org.mpnic.device.DatapathEngine;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.FirmwareProgram;
import org.mpnic.model.top.HostInterface;
import org.mpnic.model.top.Probe;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.TransmitDatapath;
import org.mpnic.model.tx.TransmitHost;
import org.mpnic.model.tx.TransmitSink;

/** The verilated RTL as the datapath of a device; it is built when a configuration is new. */
public final class RtlEngine implements DatapathEngine {
  private static final String TOP = "rtl/top/rx_top.sv";

  /** For ServiceLoader. */
  public RtlEngine() {}

  @Override
  public String name() {
    return "rtl";
  }

  @Override
  public void prepare(NicConfig config) {
    try {
      Toolchain.missing()
          .ifPresent(
              line -> {
                throw new UserError(line);
              });
      RtlDatapath.build(home(), config);
    } catch (UserError error) {
      throw new IllegalArgumentException("engine rtl: " + error.getMessage(), error);
    }
  }

  @Override
  public void prepareTransmit(NicConfig config) {
    try {
      RtlTransmit.build(home(), config);
    } catch (UserError error) {
      throw new IllegalArgumentException("engine rtl: " + error.getMessage(), error);
    }
  }

  @Override
  public boolean hasProbe() {
    return false;
  }

  @Override
  public Datapath create(
      NicConfig config, HostInterface host, FirmwareProgram firmware, Probe probe) {
    if (probe != null) {
      throw new IllegalArgumentException("engine rtl shows no boundaries to a probe");
    }
    return new RtlDatapath(home(), config, host, firmware);
  }

  @Override
  public TransmitDatapath createTransmit(
      NicConfig config, TransmitHost host, ReceiveState receive, TransmitSink sink) {
    return new RtlTransmit(home(), config, host, receive, sink);
  }

  /** The folder of hdl-cosim: the launcher says where, and without it the working folder. */
  static Path home() {
    Path home = Path.of(System.getProperty("mpnic.home", "."), "hdl-cosim").toAbsolutePath();
    Path here = Path.of("").toAbsolutePath();
    if (!Files.isReadable(home.resolve(TOP)) && Files.isReadable(here.resolve(TOP))) {
      return here;
    }
    return home;
  }
}
