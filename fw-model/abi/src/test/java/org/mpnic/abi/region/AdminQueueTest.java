package org.mpnic.abi.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.EventFlyweight;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.WakeLayout;

class AdminQueueTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir Path directory;

  private RegionFile region;
  private SideLock device;
  private SideLock host;

  @BeforeEach
  void create() {
    Path path = RegionDirectory.regionPath(directory, "admin");
    device = SideLock.acquire(path, Side.DEVICE);
    region = RegionFile.create(path, RegionSpec.defaults("admin").withQueues(1, 4, 256));
    region.attach(Side.DEVICE);
    host = SideLock.acquire(path, Side.HOST);
    region.attach(Side.HOST);
  }

  @AfterEach
  void close() {
    host.close();
    device.close();
    region.close();
  }

  @Test
  void shouldAnswerEveryCommandOverManyLaps() throws Exception {
    AdminServer server = new AdminServer(region);
    CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> echo(server, 300));
    AdminClient client = new AdminClient(region, host);
    for (int i = 0; i < 300; i++) {
      byte[] path = ("capture " + i).getBytes(StandardCharsets.UTF_8);
      AdminReply reply = client.execute(AdminCommand.CAPTURE_LOAD, -1, path, 10 * SECOND, i, 2, 3);
      assertThat(reply.orThrow().text()).isEqualTo("capture " + i);
      assertThat(reply.results()).containsExactly(i, -1, 3, 0, 0);
    }
    serving.get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldCarryTheDevicesWordsWhenItRefuses() throws Exception {
    AdminServer server = new AdminServer(region);
    CompletableFuture<Void> serving =
        CompletableFuture.runAsync(
            () -> server.fail(await(server), AdminStatus.FILE_ERROR, "no file x.pcap: name one"));
    AdminReply reply = new AdminClient(region, host).execute(AdminCommand.RESET, 0, 10 * SECOND);
    assertThat(reply.status()).isEqualTo(AdminStatus.FILE_ERROR);
    assertThatThrownBy(reply::orThrow).hasMessage("no file x.pcap: name one");
    serving.get(60, TimeUnit.SECONDS);
  }

  @Test
  void shouldTellWhenTheDeviceIsDeadOrSilent() {
    AdminClient client = new AdminClient(region, host);
    assertThatThrownBy(() -> client.execute(AdminCommand.NOP, 0, SECOND / 10))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("did not answer nop within 100 ms");
    device.close();
    long start = System.nanoTime();
    assertThatThrownBy(() -> client.execute(AdminCommand.NOP, 0, 60 * SECOND))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("is dead");
    assertThat(System.nanoTime() - start).isLessThan(30 * SECOND);
  }

  @Test
  void shouldTellWhenAnotherDeviceMadeANewRegion() {
    AdminClient client = new AdminClient(region, host);
    RegionFile.create(region.path(), region.spec()).close();
    assertThatThrownBy(() -> client.execute(AdminCommand.NOP, 0, 60 * SECOND))
        .isInstanceOf(RegionException.class)
        .hasMessageContaining("was started anew");
  }

  /** Its end may fall between the host's look for the answer and the look whether it is there. */
  @Test
  void shouldHaveTheAnswerWhenTheDeviceEndsRightBehindIt() throws Exception {
    Path away = directory.resolve("away");
    AdminServer server = new AdminServer(region);
    AdminClient client = new AdminClient(region, host);
    for (int i = 0; i < 1000; i++) {
      CompletableFuture<Void> serving =
          CompletableFuture.runAsync(
              () -> {
                AdminRequest request = server.poll();
                while (request == null) {
                  Thread.onSpinWait();
                  request = server.poll();
                }
                server.respond(request, AdminStatus.OK, new byte[0]);
                move(region.path(), away);
              });
      assertThat(client.execute(AdminCommand.SHUTDOWN, 0, 60 * SECOND).status())
          .as("command %d", i)
          .isEqualTo(AdminStatus.OK);
      serving.get(60, TimeUnit.SECONDS);
      move(away, region.path());
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldPassOverAnswersToAPredecessor() {
    AdminServer server = new AdminServer(region);
    AdminClient dead = new AdminClient(region, host);
    assertThatThrownBy(() -> dead.execute(AdminCommand.RESET, 0, 1_000_000L, 1))
        .hasMessageContaining("did not answer");
    region.attach(Side.HOST);
    AdminClient successor = new AdminClient(region, host);
    CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> echo(server, 2));
    AdminReply reply = successor.execute(AdminCommand.NOP, 4, 10 * SECOND, 9);
    assertThat(reply.results()).startsWith(9, 4);
    serving.join();
  }

  @Test
  void shouldBoundWhatAHostileHostStores() {
    AdminServer server = new AdminServer(region);
    long commands = region.layout().offset(org.mpnic.abi.Section.ADMIN_COMMANDS);
    region.memory().putInt(commands, 0xffff);
    region.memory().putInt(commands + 12, Integer.MAX_VALUE);
    region.memory().putInt(region.layout().producerIndex(0), 1);
    AdminRequest request = server.poll();
    assertThat(request.command()).isNull();
    assertThat(request.opcode()).isEqualTo(0xffff);
    assertThat(request.data()).hasSize(4096);
    server.fail(request, AdminStatus.UNKNOWN_COMMAND, "x".repeat(10_000));
    assertThat(server.poll()).isNull();
  }

  @Test
  void shouldDeliverEventsInOrderAndStopWhenFull() {
    EventRingProducer producer = new EventRingProducer(region);
    EventRingConsumer consumer = new EventRingConsumer(region);
    assertThat(consumer.poll()).isNull();
    int entries = region.spec().eventEntries();
    for (int i = 0; i < entries; i++) {
      producer.next().serial(i).type(1);
      producer.publish();
    }
    assertThat(producer.places()).isZero();
    for (int i = 0; i < 10; i++) {
      assertThat(consumer.poll().serial()).isEqualTo(i);
      consumer.release();
    }
    assertThat(producer.places()).isEqualTo(10);
    EventFlyweight again = new EventRingConsumer(region).poll();
    assertThat(again.serial()).isEqualTo(10);
  }

  @Test
  void shouldCallASideHungOnlyWhenItsHeartbeatStands() {
    Heartbeat watch = new Heartbeat(region, Side.DEVICE, SECOND);
    long now = System.nanoTime();
    assertThat(watch.isHung(now)).isFalse();
    assertThat(watch.isHung(now + 2 * SECOND)).isTrue();
    Heartbeat.beat(region, Side.DEVICE);
    assertThat(watch.isHung(now + 3 * SECOND)).isFalse();
    assertThat(region.register(RegisterTable.GENERATION)).isEqualTo(1);
    assertThat(region.register(RegisterTable.DEVICE_PID)).isEqualTo(ProcessHandle.current().pid());
  }

  private void echo(AdminServer server, int count) {
    for (int i = 0; i < count; i++) {
      AdminRequest request = await(server);
      server.respond(
          request, AdminStatus.OK, request.data(), request.arguments()[0], request.target(), 3);
    }
  }

  private AdminRequest await(AdminServer server) {
    WakeWord wake = new WakeWord(region, WakeLayout.device());
    while (true) {
      int seen = wake.sequence();
      AdminRequest request = server.poll();
      if (request != null) {
        return request;
      }
      wake.await(seen, SECOND);
    }
  }
}
