package org.mpnic.driver.acceptance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.driver.CompletionBatch;
import org.mpnic.driver.Nic;
import org.mpnic.driver.RxQueue;

/**
 * A host that replays a capture and is there to be killed: writes down every frame that it polled
 * before it releases it, and every batch that it has released.
 */
final class KillCampaignHost {
  /** Marks the end of a released batch in the record; frames are their serial numbers. */
  static final int RELEASED = -1;

  static final int BATCH = 16;

  /** What it does with a batch takes so long, so that most of the time there is one to die with. */
  private static final long WORK_NS = 100_000;

  private KillCampaignHost() {}

  /** Arguments: device name, directory, capture, file for the record. */
  public static void main(String[] arguments) throws IOException {
    try (Nic nic = Nic.open(arguments[0], Path.of(arguments[1]));
        FileChannel record =
            FileChannel.open(
                Path.of(arguments[3]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      nic.admin().reset();
      nic.admin().loadCapture(Path.of(arguments[2]), AdminLayout.ALL_PORTS, false, false, null);
      nic.admin().startCapture();
      System.out.println("started");
      CompletionBatch batch = new CompletionBatch(BATCH);
      ByteBuffer line = ByteBuffer.allocate(4 * (BATCH + 2));
      while (true) {
        nic.checkDevice();
        for (int number = 0; number < nic.queueCount(); number++) {
          RxQueue queue = nic.queue(number);
          int count = queue.poll(batch, BATCH);
          if (count > 0) {
            write(record, line, frames(batch, line.clear()));
            LockSupport.parkNanos(WORK_NS);
            batch.release();
            write(record, line, line.clear().putInt(RELEASED));
          }
        }
        nic.drainEvents(event -> {});
      }
    }
  }

  private static ByteBuffer frames(CompletionBatch batch, ByteBuffer line) {
    for (int entry = 0; entry < batch.size(); entry++) {
      if (batch.type(entry) == CompletionType.PACKET) {
        line.putInt(batch.frame(entry));
      }
    }
    return line;
  }

  /** One system call: what is in the record is there whole, whenever the process dies. */
  private static void write(FileChannel record, ByteBuffer line, ByteBuffer filled)
      throws IOException {
    record.write(filled.flip());
    line.clear();
  }
}
