/** How a record of options describes its components: meaning, default and range. */
package audiotokens.option;
