/** The demo data set: sound scenes made from a seed, for a machine with no data at hand. */
package audiotokens.demo;
