/** The demo dataset: synthetic sound scenes, generated from a seed. */
@NullMarked
package audiotokens.demo;

import org.jspecify.annotations.NullMarked;
