/** The card's parameters: one record, which every stage reads. Imports nothing of the project. */
package org.mpnic.model.config;
