package org.mpnic.model.tx;

import java.util.ArrayList;
import java.util.List;

/** Everything that crossed, by boundary and port, one line each. */
final class TxLog implements TxProbe {
  private final List<List<List<String>>> lines = new ArrayList<>();

  TxLog(int ports) {
    for (int boundary = 0; boundary <= TxBoundary.COUNT; boundary++) {
      List<List<String>> ofPorts = new ArrayList<>();
      for (int port = 0; port < ports; port++) {
        ofPorts.add(new ArrayList<>());
      }
      lines.add(ofPorts);
    }
  }

  @Override
  public void transfer(int boundary, int port, long cycle, int number, int value, boolean last) {
    lines.get(boundary).get(port).add(cycle + ": " + number + " " + value + (last ? " last" : ""));
  }

  /** A frame that left a port. */
  void frame(int port, byte[] frame, int length, long cycle) {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + frame[i];
    }
    lines.get(TxBoundary.COUNT).get(port).add(cycle + ": " + length + " " + hash);
  }

  int count(int boundary) {
    return lines.get(boundary).stream().mapToInt(List::size).sum();
  }

  /** The first line of each boundary and port that differs. */
  List<String> differences(TxLog expected) {
    List<String> differences = new ArrayList<>();
    for (int boundary = 0; boundary < lines.size(); boundary++) {
      String name = boundary == TxBoundary.COUNT ? "frame" : TxBoundary.name(boundary);
      for (int port = 0; port < lines.get(boundary).size(); port++) {
        List<String> mine = lines.get(boundary).get(port);
        List<String> theirs = expected.lines.get(boundary).get(port);
        for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
          String is = i < mine.size() ? mine.get(i) : "nothing";
          String should = i < theirs.size() ? theirs.get(i) : "nothing";
          if (!is.equals(should)) {
            differences.add(name + "[" + port + "] #" + i + ": " + is + ", expected " + should);
            break;
          }
        }
      }
    }
    return differences;
  }
}
