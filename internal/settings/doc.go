// Package settings finds out how a run is to be carried out: where the cache
// lies, how many stages run at once, whether the network may be used.
//
// Settings change no result, so they are in no cache key; what changes results
// stands in pipeline.yaml (package pipelinefile). They come, in this order, from
//
//  1. flags: --jobs 4
//  2. the environment: PIPELINE_JOBS=4, and CIFAR10_ARCHIVE for the archive
//  3. a settings file: the one that --settings or PIPELINE_SETTINGS names, else
//     settings.yaml in the project's root, where there is one
//  4. defaults
//
// [Load] layers them with viper and is strict where viper isn't: a wrong type,
// an impossible value or an unknown key is an error that says where it came from
// and what was expected, and [Settings.Origin] tells it of every value.
package settings
