#include "tests/storage/world.h"

namespace paretop::storage {
namespace {

class Experiments : public World {
  protected:
    ExperimentRecord zstd{0, "zstd", 1, "tune", "Levels.", "[experiment]\nname = \"it's\"\n", "/home/me", 77};
    std::vector<ParameterRecord> parameters{{0, "a \"quoted\"\nname", "int", R"({"range":[1,2]})"},
                                            {1, "niveau é", "bool", "{}"}};
    std::vector<MetricRecord> metrics{{0, "wall_s", "wall_s", "s", "minimize", 0, "+3%", ""},
                                      {1, "rss", "max_rss", "bytes", "", -1, "", "<= 2GiB"}};

    ExperimentId put() {
        return write([&] { return put_experiment(store, zstd, parameters, metrics); });
    }
};

TEST_F(Experiments, ComeBackAsTheyWere) {
    zstd.id = put();
    EXPECT_EQ(get_experiment(store, zstd.id).value(), zstd);
    EXPECT_EQ(list_parameters(store, zstd.id).value(), parameters);
    EXPECT_EQ(list_metrics(store, zstd.id).value(), metrics);
    EXPECT_EQ(get_experiment(store, 99).error().kind, ErrorKind::not_found);
}

TEST_F(Experiments, AreFoundAgainByNameTextAndDirectory) {
    const auto first = put();
    EXPECT_EQ(put(), first);
    EXPECT_EQ(list_parameters(store, first)->size(), 2U);
}

TEST_F(Experiments, AChangedFileIsTheNextRevision) {
    const auto first = put();
    zstd.spec += "about = 1\n";
    const auto second = put();
    zstd.directory = "/elsewhere";
    const auto third = put();
    EXPECT_NE(first, second);
    EXPECT_EQ(get_experiment(store, second)->revision, 2);
    EXPECT_EQ(get_experiment(store, third)->revision, 3);
    EXPECT_EQ(get_experiment(store, experiment)->revision, 1);  // another name counts for itself
}

}  // namespace
}  // namespace paretop::storage
