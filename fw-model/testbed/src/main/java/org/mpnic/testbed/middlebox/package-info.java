/**
 * What boxes in the path do to frames, one class per behaviour. May import: org.mpnic.testbed,
 * org.mpnic.testbed.raw, the JDK.
 */
package org.mpnic.testbed.middlebox;
