package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

class PortArbiterTest {
  private final PortArbiter arbiter =
      new PortArbiter(NicConfig.DEFAULT.toBuilder().ports(3).build());

  private String grant() {
    long cycle = arbiter.nextCycle();
    return arbiter.grant(cycle) + "@" + cycle;
  }

  @Test
  void shouldGrantPortZeroFirstWhenAllTie() {
    for (int port = 0; port < 3; port++) {
      arbiter.eligibleFrom(port, 7);
    }
    assertThat(grant()).isEqualTo("0@7");
    assertThat(grant()).isEqualTo("1@8");
    assertThat(grant()).isEqualTo("2@9");
    assertThat(grant()).isEqualTo("0@10");
  }

  @Test
  void shouldDecideByWhoIsEligibleAtTheGrantNotByWhoWasEarliest() {
    arbiter.eligibleFrom(0, 5);
    assertThat(grant()).isEqualTo("0@5");
    // Port 0 is eligible earlier again, port 1 in the cycle of the grant: round robin takes port 1.
    arbiter.eligibleFrom(0, 4);
    arbiter.eligibleFrom(1, 6);
    assertThat(grant()).isEqualTo("1@6");
  }

  @Test
  void shouldSkipPortThatBecomesEligibleLater() {
    arbiter.eligibleFrom(0, 20);
    arbiter.eligibleFrom(2, 9);
    assertThat(grant()).isEqualTo("2@9");
    arbiter.eligibleFrom(2, CycleHistory.FAR);
    assertThat(arbiter.nextCycle()).isEqualTo(20);
  }

  @Test
  void shouldKeepTheHeaderInterval() {
    PortArbiter slow =
        new PortArbiter(NicConfig.DEFAULT.toBuilder().tableAccessesPerCycle(1).build());
    slow.eligibleFrom(0, 0);
    assertThat(slow.nextCycle()).isZero();
    slow.grant(0);
    assertThat(slow.nextCycle()).isEqualTo(2);
  }
}
