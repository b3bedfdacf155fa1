package org.mpnic.driver.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.ConnectionRecordFlyweight;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.FlowKind;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.SubflowRecordFlyweight;
import org.mpnic.abi.region.RegionDirectory;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionSpec;

/** What a view of a region shows of registers, counters, rings and tables. */
class CardViewTest {
  @TempDir private Path directory;

  @Test
  void shouldShowRegistersAndCountersByName() {
    try (RegionFile file = create();
        CardView view = CardView.open(directory, "nic0")) {
      file.register(RegisterTable.VIRTUAL_CYCLE, 12345);
      file.counter(CounterTable.PORT_FRAMES + 1, 77);

      assertThat(view.registers())
          .filteredOn(r -> r.name().equals("virtual_cycle"))
          .extracting(NamedValue::value, NamedValue::unit, NamedValue::access)
          .containsExactly(org.assertj.core.groups.Tuple.tuple(12345L, "cycles", "RO"));
      assertThat(view.registers()).filteredOn(r -> r.name().startsWith("port_mtu")).hasSize(2);
      assertThat(view.counters())
          .filteredOn(c -> c.name().startsWith("port_frames["))
          .extracting(NamedValue::name, NamedValue::value)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("port_frames[port 0]", 0L),
              org.assertj.core.groups.Tuple.tuple("port_frames[port 1]", 77L));
    }
  }

  @Test
  void shouldShowEveryCounterOfTheTable() {
    try (RegionFile file = create();
        CardView view = CardView.open(directory, "nic0")) {
      assertThat(file.spec().queues()).isEqualTo(2);
      var names = view.counters().stream().map(NamedValue::name).toList();
      assertThat(CounterTable.ALL).allMatch(c -> names.contains(c.label(0)));
      assertThat(names).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldShowTheFillOfRingsAcrossTheWrap() {
    try (RegionFile file = create();
        CardView view = CardView.open(directory, "nic0")) {
      int ring = RingLayout.completions(1);
      file.memory().putIntRelease(file.layout().producerIndex(ring), 3);
      file.memory().putIntRelease(file.layout().consumerIndex(ring), -2);

      assertThat(view.rings()).hasSize(RingLayout.count(2, 2));
      RingState state =
          view.rings().stream()
              .filter(r -> r.name().equals("rx_completions[queue 1]"))
              .findFirst()
              .orElseThrow();
      assertThat(state).isEqualTo(new RingState(state.name(), "device", 64, 3, 4294967294L, 5));
    }
  }

  @Test
  void shouldShowConnectionsWithTheirSubflows() {
    try (RegionFile file = create();
        CardView view = CardView.open(directory, "nic0")) {
      new ConnectionRecordFlyweight()
          .wrap(file.memory(), file.layout().connection(3))
          .connection(3)
          .kind(FlowKind.MPTCP.code())
          .version(1)
          .token(0xa392abb3)
          .flags(1 << ConnectionRecord.HAS_TOKEN_SHIFT)
          .queue(1)
          .rcvNxtDsn(-1L)
          .state(1);
      new SubflowRecordFlyweight()
          .wrap(file.memory(), file.layout().subflow(9))
          .subflow(9 | 5 << 20)
          .connection(3)
          .isIpv6(1)
          .sourceHigh(0xfd00007700000000L)
          .sourceLow(1)
          .sourcePort(41000)
          .destinationHigh(0x20010db800000000L)
          .destinationLow(0x0001000000000000L)
          .destinationPort(5001)
          .state(2);

      assertThat(view.connections()).hasSize(1);
      ConnectionState connection = view.connections().get(0);
      assertThat(connection.kind()).isEqualTo("mptcp");
      assertThat(connection.token()).isEqualTo("a392abb3");
      assertThat(connection.rcvNxtDsn()).isEqualTo("18446744073709551615");
      assertThat(connection.subflows())
          .containsExactly(
              new ConnectionState.SubflowState(
                  9, 5, "closed", "[fd00:77::1]:41000", "[2001:db8:0:0:1::]:5001", 0, 0, 0));
    }
  }

  private RegionFile create() {
    return RegionFile.create(
        RegionDirectory.regionPath(directory, "nic0"),
        RegionSpec.defaults("nic0").withQueues(2, 16, 256));
  }
}
