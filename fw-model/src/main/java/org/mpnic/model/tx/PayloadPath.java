package org.mpnic.model.tx;

import org.mpnic.model.config.NicConfig;

/**
 * All behind the slice FIFOs: tx_dma, tx_checksum and tx_port of each port, read_link and
 * tx_completion of the card.
 *
 * <p>Events are the grants of {@link ReadLink} and the writes of {@link TxCompletion}; all else
 * follows from a grant and is evaluated with it.
 */
public final class PayloadPath {
  private final TxDma[] dma;
  private final TxPort[] ports;
  private final ReadLink link;
  private final TxCompletion completion;

  /** An idle path; {@code probe} may be null. */
  public PayloadPath(
      NicConfig config,
      TransmitHost host,
      TransmitSink sink,
      CompletionSink completions,
      TxProbe probe) {
    dma = new TxDma[config.ports()];
    ports = new TxPort[config.ports()];
    for (int port = 0; port < dma.length; port++) {
      ports[port] = new TxPort(config, port, sink, probe);
      dma[port] = new TxDma(config, port, host, ports[port], probe);
    }
    completion = new TxCompletion(config, completions, probe);
    link = new ReadLink(config, dma, completion);
  }

  /** tx_dma of a port, which takes its slices. */
  public TxDma dma(int port) {
    return dma[port];
  }

  /** The wire side of a port. */
  public TxPort port(int port) {
    return ports[port];
  }

  /** Grants of read requests. */
  public ReadLink link() {
    return link;
  }

  /** Descriptors that go back to the host. */
  public TxCompletion completion() {
    return completion;
  }

  /** Idle at cycle 0. */
  public void reset() {
    for (TxDma engine : dma) {
      engine.reset();
    }
    for (TxPort port : ports) {
      port.reset();
    }
    link.reset();
    completion.reset();
  }
}
