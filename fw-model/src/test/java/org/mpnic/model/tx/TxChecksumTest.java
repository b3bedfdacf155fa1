package org.mpnic.model.tx;

import java.util.Arrays;
import java.util.List;

class TxChecksumTest extends TxChecksumContract {
  @Override
  protected List<byte[]> finish(List<Job> jobs) {
    return jobs.stream()
        .map(
            job -> {
              int bytes = job.frame().length;
              byte[] frame = Arrays.copyOf(job.frame(), Math.max(bytes, TxChecksum.WINDOW_BYTES));
              TxChecksum.finish(frame, bytes, job.finish());
              return Arrays.copyOf(frame, bytes);
            })
        .toList();
  }
}
