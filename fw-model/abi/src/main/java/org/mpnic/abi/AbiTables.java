package org.mpnic.abi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every table of the host interface in one place: for the exporter, for tools and for tests. */
public final class AbiTables {
  /** All layouts. */
  public static final List<Layout> LAYOUTS =
      List.of(
          RegionHeaderLayout.LAYOUT,
          RegisterTable.LAYOUT,
          RingLayout.LAYOUT,
          WakeLayout.LAYOUT,
          DescriptorLayout.LAYOUT,
          CompletionLayout.LAYOUT,
          TxDescriptorLayout.LAYOUT,
          TxCompletionLayout.LAYOUT,
          EventLayout.LAYOUT,
          AdminLayout.COMMAND_LAYOUT,
          AdminLayout.COMPLETION_LAYOUT,
          ConnectionRecord.LAYOUT,
          SubflowRecord.LAYOUT,
          TxConnectionRecord.LAYOUT,
          TxSubflowRecord.LAYOUT);

  /** All enumerations by name. */
  public static final Map<String, List<? extends Code>> ENUMERATIONS = enumerations();

  private AbiTables() {}

  private static Map<String, List<? extends Code>> enumerations() {
    Map<String, List<? extends Code>> all = new LinkedHashMap<>();
    all.put("section", List.of(Section.values()));
    all.put("device_state", List.of(DeviceState.values()));
    all.put("queue_state", List.of(QueueState.values()));
    all.put("write_mode", List.of(WriteMode.values()));
    all.put("completion_type", List.of(CompletionType.values()));
    all.put("tx_descriptor_type", List.of(TxDescriptorType.values()));
    all.put("schedule_policy", List.of(SchedulePolicy.values()));
    all.put("verdict", List.of(Verdict.values()));
    all.put("packet_type", List.of(PacketType.values()));
    all.put("reason", List.of(Reason.values()));
    all.put("flow_kind", List.of(FlowKind.values()));
    all.put("event_type", List.of(EventType.values()));
    all.put("admin_opcode", List.of(AdminCommand.values()));
    all.put("admin_status", List.of(AdminStatus.values()));
    return all;
  }
}
