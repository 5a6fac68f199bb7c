/**
 * Feature families: features at several time scales, each with its own codebook, from patches of four frames (46 ms)
 * to textures and rhythms (1 to 4 s).
 *
 * <p>A {@link audiotokens.family.FeatureFamily} defines the vectors of a clip. A
 * {@link audiotokens.family.FamilyCodebook} is fitted on training clips and maps a clip's vectors to
 * {@link audiotokens.family.SoftTokens}. {@link audiotokens.family.ClipFeatureExtractor} and
 * {@link audiotokens.family.FamilyCodebooks} do so for several families at once.
 */
@NullMarked
package audiotokens.family;

import org.jspecify.annotations.NullMarked;
