package org.mpnic.device.wave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value change dump, line by line. */
class VcdFileTest {
  @Test
  void shouldWriteHeaderAndChangesWhenSignalsChange(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.vcd");
    try (VcdFile vcd = new VcdFile(file, 322_265_625L)) {
      int valid = vcd.declare("mpnic.rx_parser", "valid", 1);
      int beat = vcd.declare("mpnic.rx_parser", "beat", 8);
      int frame = vcd.declare("mpnic.rx_dma", "frame", 32);
      vcd.at(0);
      vcd.change(valid, 0);
      vcd.at(1);
      vcd.change(valid, 1);
      vcd.change(beat, 0x105);
      vcd.change(frame, 2);
      vcd.at(1);
      vcd.change(valid, 1);
      vcd.at(33);
      vcd.change(valid, 0);
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "$version mpnic $end",
            "$timescale 1 ps $end",
            "$scope module mpnic $end",
            "$var wire 64 ! cycle [63:0] $end",
            "$scope module rx_parser $end",
            "$var wire 1 \" valid $end",
            "$var wire 8 # beat [7:0] $end",
            "$upscope $end",
            "$scope module rx_dma $end",
            "$var wire 32 $ frame [31:0] $end",
            "$upscope $end",
            "$upscope $end",
            "$enddefinitions $end",
            "#0",
            "b0 !",
            "0\"",
            "#3103",
            "b1 !",
            "1\"",
            "b101 #",
            "b10 $",
            "#102400",
            "b100001 !",
            "0\"");
  }
}
