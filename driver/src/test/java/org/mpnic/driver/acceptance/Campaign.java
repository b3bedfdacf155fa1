package org.mpnic.driver.acceptance;

/** How much a campaign does. */
public final class Campaign {
  private static final boolean LONG = "long".equals(System.getProperty("mpnic.campaign"));

  private Campaign() {}

  /** One of two sizes, or what system property {@code mpnic.campaign.<name>} says. */
  public static int size(String name, int shortSize, int longSize) {
    return Integer.getInteger("mpnic.campaign." + name, LONG ? longSize : shortSize);
  }
}
