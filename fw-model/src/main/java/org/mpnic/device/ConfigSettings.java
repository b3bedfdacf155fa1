package org.mpnic.device;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.NicConfigBuilder;
import org.mpnic.model.config.TransmitConfig;

/** Parameters of the card by name, as a command line gives them: name=value. */
public final class ConfigSettings {
  private static final String TRANSMIT = "transmit.";

  private ConfigSettings() {}

  /**
   * Sets one parameter.
   *
   * @throws IllegalArgumentException if there is no such parameter, or the value is no number
   */
  public static void apply(NicConfigBuilder builder, String name, String value) {
    if (name.startsWith(TRANSMIT)) {
      builder.transmit(
          transmit(builder.build().transmit(), name.substring(TRANSMIT.length()), value));
      return;
    }
    Method setter =
        Arrays.stream(NicConfigBuilder.class.getMethods())
            .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no parameter " + name + ", choose one of " + names()));
    try {
      setter.invoke(builder, parse(setter.getParameterTypes()[0], value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is " + value + ", it must be a whole number", e);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(name + " cannot be set to " + value, e);
    }
  }

  /** The transmit side with one parameter changed. */
  private static TransmitConfig transmit(TransmitConfig config, String name, String value) {
    RecordComponent[] components = TransmitConfig.class.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    boolean known = false;
    try {
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        boolean wanted = components[i].getName().equals(name);
        values[i] = wanted ? parse(types[i], value) : components[i].getAccessor().invoke(config);
        known |= wanted;
      }
      if (!known) {
        throw new IllegalArgumentException(
            "no parameter "
                + TRANSMIT
                + name
                + ", choose one of "
                + Arrays.stream(components)
                    .map(component -> TRANSMIT + component.getName())
                    .collect(Collectors.joining(", ")));
      }
      return TransmitConfig.class.getDeclaredConstructor(types).newInstance(values);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          TRANSMIT + name + " is " + value + ", it must be a whole number", e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(TRANSMIT + name + " cannot be set to " + value, e);
    }
  }

  private static Object parse(Class<?> type, String value) {
    if (type == int.class) {
      return Integer.decode(value);
    }
    return type == long.class ? Long.decode(value) : value;
  }

  private static String names() {
    return Arrays.stream(NicConfig.class.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", "));
  }
}
