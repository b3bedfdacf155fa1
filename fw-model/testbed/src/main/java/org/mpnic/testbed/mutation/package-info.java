/**
 * Disorder for any list of frames: reordering, duplication, noise, and mutation of bytes. May
 * import: org.mpnic.testbed, org.mpnic.testbed.raw, the JDK.
 */
package org.mpnic.testbed.mutation;
