/**
 * The side of the card that faces the host: the link, descriptor fetch, interrupt moderation.
 * Imports org.mpnic.abi, org.mpnic.model.cell, config, rx and top.
 */
package org.mpnic.model.host;
