package org.mpnic.cosim.twin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.model.config.NicConfig;

/** The stages that can be run in lockstep, by the name of their RTL module. */
public final class StageTwins {
  /** Makes a stage's twin. */
  @FunctionalInterface
  public interface Maker {
    /**
     * A twin at its start.
     *
     * @param config parameters of model and RTL
     * @param seed seed of the input
     * @param packets packets of the input
     */
    StageTwin make(NicConfig config, long seed, long packets);
  }

  private static final Map<String, Maker> MAKERS = new LinkedHashMap<>();

  static {
    MAKERS.put("rx_parser", RxParserTwin::new);
    MAKERS.put("rx_checksum", RxChecksumTwin::new);
    MAKERS.put("packet_buffer", PacketBufferTwin::new);
    MAKERS.put("port_arbiter", PortArbiterTwin::new);
    MAKERS.put("flow_table", FlowTableTwin::new);
    MAKERS.put("subflow_tracker", SubflowTrackerTwin::new);
    MAKERS.put("dss_mapper", DssMapperTwin::new);
    MAKERS.put("connection_tracker", ConnectionTrackerTwin::new);
    MAKERS.put("steering", SteeringTwin::new);
    MAKERS.put("descriptor_fetch", DescriptorFetchTwin::new);
    MAKERS.put("rx_dma", RxDmaTwin::new);
    MAKERS.put("interrupt_moderation", InterruptModerationTwin::new);
    MAKERS.put("host_link", HostLinkTwin::new);
    MAKERS.put("completion_fifo", CompletionFifoTwin::new);
    MAKERS.put("completion_writer", CompletionWriterTwin::new);
    MAKERS.put("tx_descriptor_fetch", TxDescriptorFetchTwin::new);
    MAKERS.put("subflow_scheduler", SubflowSchedulerTwin::new);
    MAKERS.put("segmenter", SegmenterTwin::new);
    MAKERS.put("dss_inserter", DssInserterTwin::new);
    MAKERS.put("tx_dma", TxDmaTwin::new);
    MAKERS.put("read_link", ReadLinkTwin::new);
    MAKERS.put("tx_checksum", TxChecksumTwin::new);
    MAKERS.put("tx_port", TxPortTwin::new);
    MAKERS.put("tx_completion", TxCompletionTwin::new);
  }

  private StageTwins() {}

  /** Names of the stages. */
  public static Set<String> names() {
    return MAKERS.keySet();
  }

  /** The maker of a stage's twin, or null. */
  public static Maker of(String name) {
    return MAKERS.get(name);
  }
}
