/** Option records: each component has a meaning, a default value and a range. */
package audiotokens.option;
