package org.mpnic.cosim.rx;
public final class RenderParsedHeader {
  public static void main(String[] a) throws Exception {
    java.nio.file.Files.writeString(java.nio.file.Path.of(a[0]), org.mpnic.cosim.header.ParsedHeaderLayout.render());
  }
}
