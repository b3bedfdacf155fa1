/**
 * Frames as plain bytes, written and read by code of its own, so that the truth does not depend on
 * the codecs under test. May import: the JDK only.
 */
package org.mpnic.testbed.raw;
