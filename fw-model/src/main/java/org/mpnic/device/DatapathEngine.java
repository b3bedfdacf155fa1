package org.mpnic.device;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.FirmwareProgram;
import org.mpnic.model.top.HostInterface;
import org.mpnic.model.top.Probe;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.TransmitDatapath;
import org.mpnic.model.tx.TransmitHost;
import org.mpnic.model.tx.TransmitSink;

/**
 * A kind of datapath that a device can be built on: the Java model, or the RTL twin. Found by
 * ServiceLoader.
 */
public interface DatapathEngine {
  /** Name on the command line, lower case. */
  String name();

  /**
   * Builds a datapath at cycle 0.
   *
   * @param probe sees the boundaries, or null; null without {@link #hasProbe}
   */
  Datapath create(NicConfig config, HostInterface host, FirmwareProgram firmware, Probe probe);

  /**
   * Builds a transmit datapath at cycle 0.
   *
   * @param receive what segments tell of the opposite direction
   * @param sink where frames go
   */
  TransmitDatapath createTransmit(
      NicConfig config, TransmitHost host, ReceiveState receive, TransmitSink sink);

  /**
   * Does what takes long, before anything of a card is there.
   *
   * @throws IllegalArgumentException if there can be no such datapath here: one line, with what to
   *     do
   */
  default void prepare(NicConfig config) {}

  /** The same for the transmit datapath of a card that a wire joins to another. */
  default void prepareTransmit(NicConfig config) {}

  /** Whether it shows the boundaries of its stages to a probe. */
  default boolean hasProbe() {
    return true;
  }

  /**
   * Finds an engine.
   *
   * @throws IllegalArgumentException if there is none of that name, with the names that there are
   */
  static DatapathEngine named(String name) {
    List<String> names = new ArrayList<>();
    for (DatapathEngine engine :
        ServiceLoader.load(DatapathEngine.class, DatapathEngine.class.getClassLoader())) {
      if (engine.name().equals(name)) {
        return engine;
      }
      names.add(engine.name());
    }
    throw new IllegalArgumentException(
        "engine " + name + " is not there, choose one of " + String.join(", ", names));
  }
}
