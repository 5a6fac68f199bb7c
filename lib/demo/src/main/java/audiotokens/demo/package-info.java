/** The demo data set: synthetic sound scenes, generated from a seed. */
package audiotokens.demo;
