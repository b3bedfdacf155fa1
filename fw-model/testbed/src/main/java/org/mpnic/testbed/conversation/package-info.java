/**
 * Seeded MPTCP and TCP conversations together with what a sane observer must make of them. May
 * import: org.mpnic.testbed, org.mpnic.testbed.raw, the JDK.
 */
package org.mpnic.testbed.conversation;
