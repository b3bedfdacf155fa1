package org.mpnic.bench.checksum;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mpnic.bench.baseline.NativeBuild;

/** The sums of checksum.c. */
final class NativeSums {
  /** Sums many times in one call. */
  interface Sum {
    /** Sum of {@code count} sums of {@code length} bytes, each with its bytes exchanged. */
    long run(Memory bytes, int length, long count);
  }

  private NativeSums() {}

  /** Every sum in C that can be built here, by its name. */
  static Map<String, Sum> all() {
    Map<String, Sum> sums = new LinkedHashMap<>();
    if (NativeBuild.missing().isEmpty()) {
      boolean dpdk = NativeBuild.hasDpdk();
      NativeLibrary library =
          NativeLibrary.getInstance(NativeBuild.library(NativeBuild.CHECKSUM, dpdk).toString());
      for (String name : new String[] {"by_words_of_32", "by_words_of_64", "by_words_of_16"}) {
        sums.put(name, sum(library, name));
      }
      if (dpdk) {
        sums.put("rte_raw_cksum", sum(library, "rte_raw_cksum"));
      }
    }
    return sums;
  }

  private static Sum sum(NativeLibrary library, String name) {
    Function function = library.getFunction("run_" + name);
    return (bytes, length, count) ->
        function.invokeLong(new Object[] {bytes, (long) length, count});
  }
}
